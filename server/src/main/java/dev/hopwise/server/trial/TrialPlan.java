package dev.hopwise.server.trial;

import dev.hopwise.sample.TrafficShare;
import java.time.Duration;

/// Which time a trial is about, and which part of the traces it looks at.
///
/// An engine that has just begun gives rare operations and first traces more than one that has run
/// for a while, so traffic of the time before is shown to it that does not count. Where the journal
/// begins later than that, the trial begins with the journal and counts later.
///
/// @param startEpochNanos from where on traffic is shown
/// @param fromEpochNanos from where on it counts
/// @param toEpochNanos exclusive
/// @param shortened whether it counts from later than was asked for
record TrialPlan(
    long startEpochNanos,
    long fromEpochNanos,
    long toEpochNanos,
    TrafficShare share,
    boolean shortened) {

  /// What throughputs, budgets and first traces remember.
  private static final long WARM_NANOS = Duration.ofMinutes(1).toNanos();

  private static final long WARM_NANOS_MAX = Duration.ofMinutes(5).toNanos();

  /// What a journal that does not reach back spends of itself on it.
  private static final int WARM_PART = 10;

  /// @param range that is asked for, as far as the limits allow
  /// @param reachEpochNanos from where on the journal holds everything
  /// @param spans that came in the range, about
  static TrialPlan of(TrialRange range, long reachEpochNanos, double spans, TrialLimits limits) {
    double seconds = (range.toEpochNanos() - range.fromEpochNanos()) / 1e9;
    double most = Math.min((double) limits.spansMax(), limits.spansPerSecondMax() * seconds);
    TrafficShare share = spans > most ? new TrafficShare(most / spans) : TrafficShare.ALL;
    long warm = Math.min((long) (WARM_NANOS * share.weight()), WARM_NANOS_MAX);
    long start = Math.max(range.fromEpochNanos() - warm, reachEpochNanos);
    long whole = Math.max(0, range.toEpochNanos() - start);
    long from = Math.max(range.fromEpochNanos(), start + Math.min(warm, whole / WARM_PART));
    return new TrialPlan(
        start,
        Math.min(from, range.toEpochNanos()),
        range.toEpochNanos(),
        share,
        from > range.fromEpochNanos());
  }
}
