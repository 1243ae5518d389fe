package dev.hopwise.analyze;

/// The share of failed requests.
final class ErrorShare {

  private ErrorShare() {}

  /// 0 within 0 to 1 when the sample is empty.
  static Interval of(RequestSample sample, WeightSums sums) {
    double total = sums.total();
    if (total == 0) {
      return new Interval(0, 0, 1);
    }
    double failedWeight = 0;
    boolean sampledFailure = false;
    boolean sampledSuccess = false;
    for (int i = 0; i < sample.size(); i++) {
      failedWeight += sample.failed(i) ? sample.weight(i) : 0;
      boolean sampled = sample.probability(i) < 1;
      sampledFailure |= sampled && sample.failed(i);
      sampledSuccess |= sampled && !sample.failed(i);
    }
    double share = Math.clamp(failedWeight / total, 0, 1);
    double observations = observations(sample, share, total);
    double low = WeightSums.wilson(share, observations, -1);
    double high = WeightSums.wilson(share, observations, 1);
    double unseen = sums.spread();
    if (!sampledFailure) {
      high = Math.max(high, (failedWeight + unseen) / (total + unseen));
    }
    if (!sampledSuccess) {
      low = Math.min(low, failedWeight / (total + unseen));
    }
    return new Interval(share, Math.clamp(low, 0, share), Math.clamp(high, share, 1));
  }

  private static double observations(RequestSample sample, double share, double total) {
    Variance variance = new Variance();
    for (int i = 0; i < sample.size(); i++) {
      double residual = (sample.failed(i) ? 1 : 0) - share;
      variance.add(sample.variance(i) * residual * residual);
    }
    return variance.observations(share, total);
  }
}
