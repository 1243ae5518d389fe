package dev.hopwise.analyze;

/// A quantile of the duration: all durations of the sample that may be it, which are those above
/// which the sample allows the quantile's share of requests to be.
final class WeightedQuantile {

  private final RequestSample sample;
  private final ShareTest test;
  private final WeightSums sums;
  private final double quantile;
  private final int[] order;

  private WeightedQuantile(RequestSample sample, WeightSums sums, double quantile) {
    this.sample = sample;
    this.sums = sums;
    this.quantile = quantile;
    test = ShareTest.of(sums);
    order = Quantiles.order(sample.durations());
  }

  /// 0 to infinity when the sample is empty.
  static Interval of(RequestSample sample, WeightSums sums, double quantile) {
    return sample.size() == 0
        ? new Interval(0, 0, Double.POSITIVE_INFINITY)
        : new WeightedQuantile(sample, sums, quantile).interval();
  }

  /// Goes up through the durations: first those that are too short, then those that may be the
  /// quantile, then those that are too long. The limits are the last and the first that may not.
  private Interval interval() {
    double limit = quantile * sums.total() * (1 - 1e-12);
    double weight = 0;
    double variance = 0;
    double value = Double.NaN;
    double low = 0;
    for (int i : order) {
      double duration = sample.durationNanos(i);
      weight += sample.weight(i);
      variance += sample.variance(i);
      boolean allowed = test.allows(quantile, weight, variance, sums.variance().sum() - variance);
      if (Double.isNaN(value) && weight >= limit) {
        value = duration;
        if (sums.variance().sum() == 0) {
          return new Interval(value, value, value);
        }
      } else if (Double.isNaN(value)) {
        low = allowed ? low : duration;
      } else if (!allowed) {
        return new Interval(value, low, duration);
      }
    }
    return new Interval(value, low, Double.POSITIVE_INFINITY);
  }
}
