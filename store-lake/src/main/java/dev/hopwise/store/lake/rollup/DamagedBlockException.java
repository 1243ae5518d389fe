package dev.hopwise.store.lake.rollup;

/// Bytes that nobody wrote like this.
final class DamagedBlockException extends RuntimeException {

  private static final long serialVersionUID = 1;

  DamagedBlockException(String message) {
    super(message);
  }
}
