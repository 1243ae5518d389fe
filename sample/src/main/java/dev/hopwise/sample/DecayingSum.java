package dev.hopwise.sample;

/// A rate per second over about the last so many seconds. The beginning counts as so long as it is,
/// so that the rate is right from the start. Not thread-safe.
final class DecayingSum {

  private static final double SECOND_NANOS = 1e9;

  /// Time passes in steps of at least this, so that most calls cost nothing.
  private static final long STEP_NANOS = 50_000_000;

  /// A rate is not told from less time than this.
  private static final double SECONDS_MIN = 0.1;

  private final double memorySeconds;
  private double sum;

  /// What a constant rate of one per second would have summed up to.
  private double weight;

  private long updatedNanos;
  private boolean started;

  DecayingSum(double memorySeconds) {
    this.memorySeconds = memorySeconds;
  }

  void add(double amount) {
    sum += amount;
  }

  /// Lets time pass; it begins with the first call.
  void advance(long nowNanos) {
    long passed = started ? nowNanos - updatedNanos : 0;
    if (started && passed < STEP_NANOS) {
      return;
    }
    double left = Math.exp(-passed / (memorySeconds * SECOND_NANOS));
    sum *= left;
    weight = weight * left + memorySeconds * (1 - left);
    updatedNanos = nowNanos;
    started = true;
  }

  /// As if it had been nothing before the beginning.
  double perSecondSoFar() {
    return sum / memorySeconds;
  }

  /// At the time of the last {@link #advance}.
  double perSecond() {
    return sum / Math.max(SECONDS_MIN, weight);
  }
}
