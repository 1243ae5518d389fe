package dev.hopwise.sample.reachback;

/// Nobody wants the rest any more.
public final class ReachBackCancelledException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ReachBackCancelledException() {
    super("cancelled");
  }
}
