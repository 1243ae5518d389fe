package dev.hopwise.sample.record;

import java.time.Duration;

/// How much a decision log keeps.
///
/// @param maxAge older decisions are removed, at the latest a twenty-fourth of it later
/// @param maxBytes the oldest are removed where data and indexes together take more
public record DecisionLogOptions(Duration maxAge, long maxBytes) {

  /// A day, 1 GiB: 22 million decisions.
  public static final DecisionLogOptions DEFAULT =
      new DecisionLogOptions(Duration.ofHours(24), 1L << 30);

  private static final int SEGMENTS = 24;
  private static final int SEGMENT_BYTES_MAX = 16 << 20;
  private static final int SEGMENT_SHARE = 64;

  public DecisionLogOptions {
    if (maxAge.isNegative() || maxAge.isZero() || maxBytes < SEGMENT_SHARE) {
      throw new IllegalArgumentException("no room for a decision: " + maxAge + ", " + maxBytes);
    }
  }

  /// A segment takes no more data than this and one block. It bounds the memory that the index of
  /// the open one takes.
  int segmentBytes() {
    return (int) Math.min(SEGMENT_BYTES_MAX, maxBytes / SEGMENT_SHARE);
  }

  /// A segment takes no decisions for longer than this.
  long segmentAgeNanos() {
    return maxAge.toNanos() / SEGMENTS;
  }
}
