package dev.hopwise.simulate;

import dev.hopwise.model.TraceId;

/// What an SDK with a consistent probability sampler does (OpenTelemetry specification,
/// "TraceState: Probability Sampling").
///
/// @param threshold 56 bits: traces with less randomness are not sampled
record HeadProbability(long threshold) {

  private static final int BITS = 56;
  private static final long RANGE = 1L << BITS;

  /// @param probability above 0 and at most 1
  static HeadProbability of(double probability) {
    return new HeadProbability(RANGE - Math.round(probability * RANGE));
  }

  boolean samples(TraceId id) {
    return (id.low() & (RANGE - 1)) >= threshold;
  }

  /// `ot=th:c` for a quarter; empty when everything is sampled, as most SDKs of today send.
  String traceState() {
    if (threshold == 0) {
      return "";
    }
    String digits = String.format("%014x", threshold).replaceAll("0+$", "");
    return "ot=th:" + digits;
  }
}
