package dev.hopwise.store.lake;

import java.io.Serial;

/// Bytes that break their encoding. Whoever knows file and offset turns it into a {@link
/// CorruptFileException}.
final class MalformedBytesException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  MalformedBytesException(String what) {
    super(what);
  }
}
