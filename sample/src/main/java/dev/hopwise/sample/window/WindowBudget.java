package dev.hopwise.sample.window;

/// Holds a window to its spans per second: a rate that follows the traffic each second, and behind
/// it tokens that cannot be overdrawn.
///
/// The rate is `budget ÷ matching spans per second`, a little less while the reserve of tokens is
/// under half full and a little more above, so that the budget is used up in the long run. Because
/// the rate moves and the randomness of a trace does not, what it keeps is a consistent sample. The
/// tokens refuse only what comes before the rate has followed.
///
/// Tokens come in from the opening on. Those of the last second are there at once, for the traces
/// that are pending when it opens, so that whatever happens no more is kept than the budget times
/// the time to live.
///
/// Not thread-safe.
final class WindowBudget {

  /// Tokens for so much time are held in reserve at most: for the traces that are pending when the
  /// window ends, and for uneven traffic.
  private static final double RESERVE_SECONDS = 5;

  private static final long ADVANCE_NANOS = 1_000_000_000L;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double SMOOTHING = 0.3;
  private static final double USE_MIN = 0.9;
  private static final double USE_GAIN = 0.2;

  private final double rate;
  private final double spansPerSecond;
  private final double reserve;
  private long lastTokenEpochNanos;
  private double tokens;
  private long refilledEpochNanos;
  private long secondEpochNanos;
  private long spansThisSecond;
  private double demandSpansPerSecond;
  private double effectiveRate;

  /// @param keptSpans what was kept since the opening, by an earlier process
  WindowBudget(
      double rate,
      double spansPerSecond,
      long opensEpochNanos,
      long closesEpochNanos,
      long keptSpans) {
    this.rate = rate;
    this.spansPerSecond = spansPerSecond;
    lastTokenEpochNanos = Math.max(opensEpochNanos, closesEpochNanos - ADVANCE_NANOS);
    reserve = spansPerSecond * RESERVE_SECONDS;
    refilledEpochNanos = opensEpochNanos;
    secondEpochNanos = opensEpochNanos;
    tokens = (ADVANCE_NANOS / NANOS_PER_SECOND) * spansPerSecond - keptSpans;
    effectiveRate = rate;
  }

  /// The window ends earlier than it was to.
  void endAt(long epochNanos) {
    lastTokenEpochNanos = Math.min(lastTokenEpochNanos, epochNanos);
  }

  /// The rate in force, above 0 and at most the window's.
  double rateAt(long nowEpochNanos) {
    refill(nowEpochNanos);
    if (nowEpochNanos - secondEpochNanos >= NANOS_PER_SECOND) {
      follow(nowEpochNanos);
    }
    return effectiveRate;
  }

  /// The rate that was in force last.
  double lastRate() {
    return effectiveRate;
  }

  /// Counts a matching trace, kept or not.
  void asked(int spans) {
    spansThisSecond += spans;
  }

  /// Whether a trace may be kept. One that is larger than the reserve may once the reserve is full,
  /// if what it overdraws comes in before the end.
  boolean affords(int spans, long nowEpochNanos) {
    refill(nowEpochNanos);
    double stillToCome =
        Math.max(0, lastTokenEpochNanos - nowEpochNanos) / NANOS_PER_SECOND * spansPerSecond;
    return tokens >= Math.min(spans, reserve) && spans - tokens <= stillToCome + 0.5;
  }

  void spend(int spans) {
    tokens -= spans;
  }

  private void refill(long nowEpochNanos) {
    long until = Math.min(nowEpochNanos, lastTokenEpochNanos);
    if (until > refilledEpochNanos) {
      double more = (until - refilledEpochNanos) / NANOS_PER_SECOND * spansPerSecond;
      tokens = Math.min(reserve, tokens + more);
      refilledEpochNanos = until;
    }
  }

  /// Up at once, down by and by: traffic that comes in gusts does not overdraw each time.
  private void follow(long nowEpochNanos) {
    double last = spansThisSecond * NANOS_PER_SECOND / (nowEpochNanos - secondEpochNanos);
    demandSpansPerSecond =
        Math.max(last, (1 - SMOOTHING) * demandSpansPerSecond + SMOOTHING * last);
    double full = Math.clamp(tokens / reserve, 0, 1);
    double allowed = spansPerSecond * (USE_MIN + USE_GAIN * full);
    effectiveRate =
        demandSpansPerSecond <= allowed ? rate : Math.min(rate, allowed / demandSpansPerSecond);
    spansThisSecond = 0;
    secondEpochNanos = nowEpochNanos;
  }
}
