package dev.hopwise.analyze;

/// A quantile of the duration with Woodruff's interval: limits of the share of requests that are at
/// most this long, read back as durations.
final class WeightedQuantile {

  private final RequestSample sample;
  private final WeightSums sums;
  private final int[] order;

  private WeightedQuantile(RequestSample sample, WeightSums sums) {
    this.sample = sample;
    this.sums = sums;
    order = Quantiles.order(sample.durations());
  }

  /// 0 to infinity when the sample is empty.
  static Interval of(RequestSample sample, WeightSums sums, double quantile) {
    return sample.size() == 0
        ? new Interval(0, 0, Double.POSITIVE_INFINITY)
        : new WeightedQuantile(sample, sums).interval(quantile);
  }

  private Interval interval(double quantile) {
    double value = atLeast(quantile);
    Variance variance = new Variance();
    boolean sampledAbove = false;
    boolean sampledBelow = false;
    for (int i = 0; i < sample.size(); i++) {
      boolean below = sample.durationNanos(i) <= value;
      double residual = (below ? 1 : 0) - quantile;
      variance.add(sample.variance(i) * residual * residual);
      boolean sampled = sample.probability(i) < 1;
      sampledAbove |= sampled && !below;
      sampledBelow |= sampled && below;
    }
    if (variance.sum() == 0) {
      return new Interval(value, value, value);
    }
    double total = sums.total();
    double observations = variance.observations(quantile, total);
    double lowRank = WeightSums.wilson(quantile, observations, -1);
    double highRank = WeightSums.wilson(quantile, observations, 1);
    double unseen = sums.spread();
    if (!sampledAbove) {
      highRank = Math.max(highRank, quantile * (1 + unseen / total));
    }
    if (!sampledBelow) {
      lowRank = Math.min(lowRank, quantile * (1 + unseen / total) - unseen / total);
    }
    return new Interval(value, Math.min(value, below(lowRank)), Math.max(value, above(highRank)));
  }

  /// The shortest duration that at least this share does not exceed.
  private double atLeast(double share) {
    double limit = share * sums.total() * (1 - 1e-12);
    double sum = 0;
    for (int i : order) {
      sum += sample.weight(i);
      if (sum >= limit) {
        return sample.durationNanos(i);
      }
    }
    return sample.durationNanos(order[order.length - 1]);
  }

  /// The longest duration of the sample that at most this share does not exceed; 0 when there is
  /// none.
  private double below(double share) {
    double limit = share * sums.total() * (1 + 1e-12);
    double sum = 0;
    double found = 0;
    for (int i : order) {
      sum += sample.weight(i);
      if (sum > limit) {
        return found;
      }
      found = sample.durationNanos(i);
    }
    return found;
  }

  /// The shortest duration of the sample that at least this share is shorter than; infinite when
  /// there is none: the sample does not reach that far.
  private double above(double share) {
    double limit = share * sums.total() * (1 - 1e-12);
    double sum = 0;
    for (int i : order) {
      if (sum >= limit) {
        return sample.durationNanos(i);
      }
      sum += sample.weight(i);
    }
    return Double.POSITIVE_INFINITY;
  }
}
