package dev.hopwise.store.lake;

import java.time.Duration;

/// What a query may still spend, and what it has spent. One per query; used by one thread.
final class ReadBudget {

  private final long deadlineNanoTime;
  private long inspectedSpans;
  private long inspectedBytes;

  ReadBudget(Duration timeLimit) {
    deadlineNanoTime = System.nanoTime() + timeLimit.toNanos();
  }

  /// Counts spans whose values were looked at.
  void inspectedSpans(long spans) {
    inspectedSpans += spans;
  }

  /// Counts bytes that were read, decompressed.
  void inspectedBytes(long bytes) {
    inspectedBytes += bytes;
  }

  long inspectedSpans() {
    return inspectedSpans;
  }

  long inspectedBytes() {
    return inspectedBytes;
  }

  /// Whether the time is over or the thread was interrupted: stop and give what there is.
  boolean exhausted() {
    return System.nanoTime() - deadlineNanoTime >= 0 || Thread.currentThread().isInterrupted();
  }
}
