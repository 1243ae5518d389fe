package dev.hopwise.sample.record;

import java.io.IOException;

/// Bytes that are no list of decisions, or one of a later version.
public final class MalformedDecisionsException extends IOException {

  private static final long serialVersionUID = 1;

  MalformedDecisionsException(String message) {
    super(message);
  }
}
