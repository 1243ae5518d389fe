package dev.hopwise.sample.head;

import java.time.Duration;

/// Lowers what all services are told, by one factor, while more spans arrive than are wanted.
///
/// SDKs ask once a minute, so an answer shows in the arrivals only after that. The factor is
/// therefore set every two minutes, from the arrivals of the second one alone, when everybody
/// follows the last factor: a controller that reacted to arrivals which do not know of it yet would
/// swing. Services that do not ask do not follow; then the factor falls further, down to {@link
/// #FACTOR_MIN}.
///
/// One factor, because what a service sends is not what it starts: the spans of one trace come from
/// many services, and only the first of them samples.
///
/// Any thread.
public final class HeadBudget {

  /// What is left of the policy's probabilities at the least, so that every service stays visible.
  public static final double FACTOR_MIN = 0.001;

  /// By when every SDK has asked again, at its default interval of a minute.
  static final Duration SETTLING = Duration.ofSeconds(65);

  /// How long arrivals are counted then.
  static final Duration COUNTING = Duration.ofSeconds(55);

  /// A factor is aimed so far below the limit that ordinary noise stays under it, and is left alone
  /// while arrivals lie between this and the limit.
  private static final double AIM = 0.9;

  private static final double LOW = 0.8;

  /// A fall of the traffic may be short: the factor rises in steps.
  private static final double RISE_MAX = 2;

  private final double spansPerSecondMax;
  private volatile double factor = 1;
  private boolean isCounting;
  private long sinceNanos;
  private long countedFrom;

  /// @param nowNanos of a clock as System::nanoTime
  public HeadBudget(double spansPerSecondMax, long nowNanos) {
    this.spansPerSecondMax = spansPerSecondMax;
    this.sinceNanos = nowNanos;
  }

  /// What the policy's probabilities are multiplied with.
  public double factor() {
    return factor;
  }

  /// To be called every second or so.
  ///
  /// @param receivedSpans since the process started
  public synchronized void observe(long receivedSpans, long nowNanos) {
    long elapsedNanos = nowNanos - sinceNanos;
    if (!isCounting && elapsedNanos >= SETTLING.toNanos()) {
      isCounting = true;
      sinceNanos = nowNanos;
      countedFrom = receivedSpans;
    } else if (isCounting && elapsedNanos >= COUNTING.toNanos()) {
      adjust((receivedSpans - countedFrom) * 1e9 / elapsedNanos);
      isCounting = false;
      sinceNanos = nowNanos;
    }
  }

  private void adjust(double spansPerSecond) {
    if (spansPerSecond > spansPerSecondMax || spansPerSecond < LOW * spansPerSecondMax) {
      double wanted = factor * AIM * spansPerSecondMax / Math.max(spansPerSecond, 1e-9);
      factor = Math.clamp(Math.min(wanted, factor * RISE_MAX), FACTOR_MIN, 1);
    }
  }
}
