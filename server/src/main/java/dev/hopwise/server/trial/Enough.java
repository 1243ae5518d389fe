package dev.hopwise.server.trial;

import java.io.IOException;

/// Ends the reading of a journal: a reader has no other way to say so.
final class Enough extends IOException {

  private static final long serialVersionUID = 1L;

  Enough() {
    super("enough was read");
  }
}
