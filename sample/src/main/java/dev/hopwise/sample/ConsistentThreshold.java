package dev.hopwise.sample;

/// OpenTelemetry's consistent probability sampling: a trace with randomness R is kept when R is at
/// least the rejection threshold T, so that every sampler with the same or a higher probability
/// keeps it too.
///
/// Both are 56-bit numbers. Source: OpenTelemetry specification, "TraceState: Probability
/// Sampling".
public final class ConsistentThreshold {

  private static final int BITS = 56;
  private static final long RANGE = 1L << BITS;
  private static final long MASK = RANGE - 1;

  private ConsistentThreshold() {}

  /// `2^56 · (1 − probability)`, rounded by the kept side as the specification's reference does.
  ///
  /// @param probability 0 to 1
  public static long of(double probability) {
    return RANGE - Math.round(probability * RANGE);
  }

  /// R of a trace whose state carries no `rv`: the last 56 bits of its id.
  public static long randomnessOf(long traceIdLow) {
    return traceIdLow & MASK;
  }
}
