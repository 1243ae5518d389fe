package dev.hopwise.sample.record;

/// What a segment holds.
///
/// @param bytes of the data file
/// @param decisions in it, repeated ones counted
/// @param earliestEpochNanos when the earliest was decided; above the latest where there is none
record Extent(long bytes, long decisions, long earliestEpochNanos, long latestEpochNanos) {

  static Extent ofHeader() {
    return new Extent(BlockFile.HEADER_BYTES, 0, Long.MAX_VALUE, Long.MIN_VALUE);
  }

  /// With one block more.
  ///
  /// @param end behind the block
  Extent plus(long end, int count, long earliest, long latest) {
    return new Extent(
        end,
        decisions + count,
        Math.min(earliestEpochNanos, earliest),
        Math.max(latestEpochNanos, latest));
  }

  /// Whether something in it may have been decided in the range.
  boolean touches(long fromEpochNanos, long toEpochNanos) {
    return earliestEpochNanos < toEpochNanos && latestEpochNanos >= fromEpochNanos;
  }
}
