package dev.hopwise.sample.window;

import java.time.Duration;

/// How much windows may take.
///
/// @param openMax how many may be open or closing at once: each costs a look at every span
/// @param reachBackMax no more than the journal holds
/// @param settle how long after its end a window waits for its last traces: the decision's timeout
///   and a little more
/// @param closedMax how many ended windows are remembered, besides {@link #keptFor}
public record WindowLimits(
    int openMax,
    Duration ttlMax,
    Duration reachBackMax,
    double budgetSpansPerSecondMax,
    int scopeLengthMax,
    int reasonLengthMax,
    Duration settle,
    Duration keptFor,
    int closedMax) {

  /// For a journal and a decision timeout.
  public static WindowLimits of(Duration journalMaxAge, Duration decisionTimeout) {
    return new WindowLimits(
        16,
        Duration.ofHours(24),
        journalMaxAge,
        1_000_000,
        4_096,
        500,
        decisionTimeout.plusSeconds(2),
        Duration.ofDays(30),
        1_000);
  }
}
