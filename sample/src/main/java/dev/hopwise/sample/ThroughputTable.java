package dev.hopwise.sample;

/// The probability that gives each key so many traces per second in the mean.
///
/// It follows from what came before a trace and never from the trace's own randomness, so that it
/// is the probability the trace really had. A key's arrivals are counted with a memory of W; with n
/// in it the rate is n / W. The first trace of a key in a while has probability 1, and the rest
/// share what that leaves. Where more was given out than W's worth, as in a burst that the memory
/// has not seen yet, the probability falls with the square of the excess.
///
/// Not thread-safe.
final class ThroughputTable {

  private static final double SECOND_NANOS = 1e9;

  /// Traces that the memory should hold at the wanted rate, and its bounds.
  private static final double MEMORY_TRACES = 5;

  private static final double MEMORY_SECONDS_MIN = 2;
  private static final double MEMORY_SECONDS_MAX = 60;

  /// A tenth of what is wanted goes to first traces.
  private static final double SURE_SHARE = 0.1;

  private static final double SURE_PERIOD_SECONDS_MIN = 10;

  private final KeyTable table;
  private final double[] arrived;
  private final double[] given;
  private final long[] updatedNanos;
  private final long[] sureNanos;

  ThroughputTable(int keysMax) {
    table = new KeyTable(keysMax);
    arrived = new double[table.slotCount()];
    given = new double[table.slotCount()];
    updatedNanos = new long[table.slotCount()];
    sureNanos = new long[table.slotCount()];
  }

  /// Counts one trace of a key and gives its probability.
  ///
  /// @param headProbability with which the traces that arrive were kept before, on the same
  ///   randomness
  double next(long key, double tracesPerSecond, double headProbability, long nowNanos) {
    double memory =
        Math.clamp(MEMORY_TRACES / tracesPerSecond, MEMORY_SECONDS_MIN, MEMORY_SECONDS_MAX);
    double period = Math.max(SURE_PERIOD_SECONDS_MIN, 1 / (SURE_SHARE * tracesPerSecond));
    int slot = touch(key, period, memory, nowNanos);
    decay(slot, memory, nowNanos);
    arrived[slot]++;
    boolean sure = nowNanos - sureNanos[slot] >= period * SECOND_NANOS;
    double wanted = tracesPerSecond - 1 / period;
    double excess = Math.max(1, given[slot] / (tracesPerSecond * memory));
    double share = sure ? 1 : Math.min(1, wanted * memory / arrived[slot] / (excess * excess));
    given[slot] += share;
    sureNanos[slot] = sure ? nowNanos : sureNanos[slot];
    return share == 1 ? 1 : share * headProbability;
  }

  private int touch(long key, double period, double memory, long nowNanos) {
    int slot = table.touch(key, nowNanos, (long) (Math.max(period, memory) * SECOND_NANOS));
    if (table.wasNew()) {
      arrived[slot] = 0;
      given[slot] = 0;
      updatedNanos[slot] = nowNanos;
      sureNanos[slot] = nowNanos - (long) (period * SECOND_NANOS) - 1;
    }
    return slot;
  }

  private void decay(int slot, double memory, long nowNanos) {
    double left = Math.exp(-Math.max(0, nowNanos - updatedNanos[slot]) / (memory * SECOND_NANOS));
    arrived[slot] *= left;
    given[slot] *= left;
    updatedNanos[slot] = nowNanos;
  }
}
