package dev.hopwise.sample;

/// Durations of one operation, the recent ones weighing more: half as much for each ten minutes of
/// age. Sixteen equal buckets between a power of two and the next, from a microsecond to two and a
/// half hours; within a bucket durations are taken to be spread evenly, so that a quantile is off
/// by less than a sixteenth.
///
/// Not thread-safe.
final class DurationHistogram {

  /// What a quantile may be off by at most.
  static final double RELATIVE_ERROR = 1.0 / 16;

  private static final int SUB_BITS = 4;
  private static final int SUB_MASK = (1 << SUB_BITS) - 1;
  private static final int LOWEST_BIT = 10;
  private static final int HIGHEST_BIT = 43;
  private static final int BUCKETS = (HIGHEST_BIT - LOWEST_BIT) << SUB_BITS;

  private static final long STEP_NANOS = 30_000_000_000L;
  private static final double STEPS_PER_HALF_LIFE = 20;

  /// A duration of ten half-lives ago.
  private static final float FORGOTTEN = 0.001f;

  private final float[] mass = new float[BUCKETS];
  private double total;
  private double samples;
  private int highest;
  private long decayedNanos;

  DurationHistogram(long nowNanos) {
    decayedNanos = nowNanos;
  }

  /// How many durations it knows, the recent ones weighing more: what can be said of quantiles
  /// depends on it.
  double samples() {
    return samples;
  }

  /// @param weight how many durations this one stands for
  void add(long durationNanos, double weight, long nowNanos) {
    decay(nowNanos);
    int bucket = bucketOf(durationNanos);
    mass[bucket] += (float) weight;
    total += weight;
    samples++;
    highest = Math.max(highest, bucket);
  }

  /// Whether less than a share of the durations is longer.
  boolean isAbove(double quantile, long durationNanos) {
    double allowed = (1 - quantile) * total;
    int bucket = bucketOf(durationNanos);
    double longer = mass[bucket] * (1 - placeIn(bucket, durationNanos));
    for (int i = highest; i > bucket && longer < allowed; i--) {
      longer += mass[i];
    }
    return longer < allowed;
  }

  /// The duration that a share of them does not exceed; 0 when it holds none.
  long quantileNanos(double quantile) {
    double left = (1 - quantile) * total;
    for (int i = highest; i >= 0; i--) {
      if (mass[i] > 0 && left <= mass[i]) {
        return (long) (lower(i) + (1 - left / mass[i]) * (lower(i + 1) - lower(i)));
      }
      left -= mass[i];
    }
    return 0;
  }

  private void decay(long nowNanos) {
    long steps = (nowNanos - decayedNanos) / STEP_NANOS;
    if (steps <= 0) {
      return;
    }
    float left = (float) Math.pow(0.5, steps / STEPS_PER_HALF_LIFE);
    decayedNanos += steps * STEP_NANOS;
    samples *= left;
    total = 0;
    for (int i = 0; i <= highest; i++) {
      mass[i] *= left;
      total += mass[i];
    }
    while (highest > 0 && mass[highest] < FORGOTTEN) {
      mass[highest--] = 0;
    }
  }

  /// 0 at the bucket's lower bound, 1 at the upper.
  private static double placeIn(int bucket, long durationNanos) {
    double lower = lower(bucket);
    return Math.clamp((durationNanos - lower) / (lower(bucket + 1) - lower), 0, 1);
  }

  private static int bucketOf(long durationNanos) {
    if (durationNanos < 1L << LOWEST_BIT) {
      return 0;
    }
    int bit = Long.SIZE - 1 - Long.numberOfLeadingZeros(durationNanos);
    int sub = (int) (durationNanos >>> (bit - SUB_BITS)) & SUB_MASK;
    return Math.min(BUCKETS - 1, ((bit - LOWEST_BIT) << SUB_BITS) + sub);
  }

  private static double lower(int bucket) {
    int bit = (bucket >> SUB_BITS) + LOWEST_BIT;
    int sub = bucket & SUB_MASK;
    return bucket == 0 ? 0 : (double) ((1L << bit) + ((long) sub << (bit - SUB_BITS)));
  }
}
