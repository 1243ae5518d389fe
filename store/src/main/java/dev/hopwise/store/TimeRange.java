package dev.hopwise.store;

/// A half-open range of span start times.
///
/// @param fromEpochNanos inclusive
/// @param toEpochNanos exclusive
public record TimeRange(long fromEpochNanos, long toEpochNanos) {

  /// No restriction.
  public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  public TimeRange {
    if (fromEpochNanos > toEpochNanos) {
      throw new IllegalArgumentException(
          "time range ends at " + toEpochNanos + " before it starts at " + fromEpochNanos);
    }
  }

  /// Whether a start time lies in it.
  public boolean contains(long epochNanos) {
    return epochNanos >= fromEpochNanos && epochNanos < toEpochNanos;
  }

  /// Whether a part of the store whose spans start between these two, both inclusive, can hold
  /// spans of the range.
  public boolean overlaps(long minEpochNanos, long maxEpochNanos) {
    return minEpochNanos < toEpochNanos && maxEpochNanos >= fromEpochNanos;
  }
}
