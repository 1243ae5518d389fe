package dev.hopwise.sample;

import org.jspecify.annotations.Nullable;

/// What the operations' durations were recently. Not thread-safe.
final class DurationTable {

  /// An operation that was not seen for so long may be forgotten for a new one.
  private static final long IDLE_NANOS = 600_000_000_000L;

  /// Below so many durations, and below this many beyond the quantile, nothing is known.
  private static final double SAMPLES_MIN = 50;

  private static final double SAMPLES_BEYOND_MIN = 2;

  private final KeyTable table;
  private final @Nullable DurationHistogram[] histograms;

  DurationTable(int operationsMax) {
    table = new KeyTable(operationsMax);
    histograms = new DurationHistogram[table.slotCount()];
  }

  /// Of an operation; null for one that found no place.
  @Nullable DurationHistogram of(long operation, long nowNanos) {
    int slot = table.touch(operation, nowNanos, IDLE_NANOS);
    if (table.wasNew()) {
      histograms[slot] = new DurationHistogram(nowNanos);
    }
    return histograms[slot];
  }

  /// Whether a duration lies above a quantile that is known well enough.
  static boolean isSlow(
      @Nullable DurationHistogram histogram, double quantile, long durationNanos) {
    return histogram != null
        && histogram.samples() >= Math.max(SAMPLES_MIN, SAMPLES_BEYOND_MIN / (1 - quantile))
        && histogram.isAbove(quantile, durationNanos);
  }
}
