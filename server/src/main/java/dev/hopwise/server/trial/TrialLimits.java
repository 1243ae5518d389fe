package dev.hopwise.server.trial;

import java.time.Duration;

/// What a trial may cost.
///
/// @param rangeMax the last so long of what is asked for are looked at
/// @param spansMax that are looked at, about; of more traffic a part of the traces
/// @param spansPerSecondMax likewise; it bounds what waits in the buffers
/// @param bufferBytesMax of each of the two buffers
/// @param runMax reading ends after so long, and the answer is about what was read
record TrialLimits(
    Duration rangeMax,
    long spansMax,
    double spansPerSecondMax,
    long bufferBytesMax,
    Duration runMax) {

  /// Ten minutes; two million spans, which take some ten seconds at half a processor; 96 MiB
  /// together.
  static final TrialLimits DEFAULT =
      new TrialLimits(Duration.ofMinutes(10), 2_000_000, 10_000, 48L << 20, Duration.ofSeconds(45));
}
