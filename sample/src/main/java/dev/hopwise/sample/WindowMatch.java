package dev.hopwise.sample;

/// An open incident window that wants a trace.
///
/// @param windowId which one
/// @param rate probability with which it wants it, above 0 and at most 1, already lowered to what
///   the window's own budget allows
public record WindowMatch(String windowId, double rate) {
  public WindowMatch {
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate " + rate + " is not above 0 and at most 1");
    }
  }
}
