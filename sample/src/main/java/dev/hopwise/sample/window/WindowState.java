package dev.hopwise.sample.window;

/// Where a window is in its life.
public enum WindowState {
  /// Traces that begin now belong to it.
  OPEN,
  /// Over, but traces that began in it may still be undecided; they belong to it.
  CLOSING,
  /// Its counts are final, except what a reach-back still adds.
  CLOSED
}
