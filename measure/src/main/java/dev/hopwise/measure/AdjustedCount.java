package dev.hopwise.measure;

import dev.hopwise.model.HeadSampling;

/// How many spans one stands for, as the sampler at the head of its trace says in the trace state.
///
/// A count that is not whole is rounded up or down at random with the mean kept, so that counters
/// stay whole numbers; the randomness comes from the span's id, so that a replay rounds alike.
final class AdjustedCount {

  /// A span that claims to stand for more counts as so many: nobody samples below one in a million,
  /// and a forged state must not be able to blow up a counter.
  static final long MAX = 1_000_000;

  private static final double RANGE = (double) HeadSampling.RANDOMNESS_RANGE;

  private AdjustedCount() {}

  /// The weight of a span.
  ///
  /// @param spanId what it is rounded by
  /// @return 1 where the state says nothing, or nothing that can be read
  static long of(byte[] bytes, int offset, int length, long spanId) {
    if (length == 0) {
      return 1;
    }
    HeadSampling head = HeadSampling.parse(bytes, offset, length);
    return head.exponent() >= 0
        ? Math.min(MAX, 1L << head.exponent())
        : rounded(Math.min(MAX, RANGE / (RANGE - head.threshold())), spanId);
  }

  private static long rounded(double count, long spanId) {
    long whole = (long) count;
    double rest = count - whole;
    // The upper 53 bits of a multiplied id as a number from 0 to 1.
    double chance = ((spanId * 0x9E3779B97F4A7C15L) >>> 11) * 0x1.0p-53;
    return chance < rest ? whole + 1 : whole;
  }
}
