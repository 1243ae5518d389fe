package dev.hopwise.analyze;

/// The share of failed requests: all shares that the sample allows.
final class ErrorShare {

  /// Halvings until the limit is known to 1e-12.
  private static final int HALVINGS = 40;

  private final ShareTest test;
  private final double share;
  private double failedWeight;
  private double failedVariance;
  private double otherVariance;

  private ErrorShare(RequestSample sample, WeightSums sums) {
    test = ShareTest.of(sums);
    for (int i = 0; i < sample.size(); i++) {
      if (sample.failed(i)) {
        failedWeight += sample.weight(i);
        failedVariance += sample.variance(i);
      } else {
        otherVariance += sample.variance(i);
      }
    }
    share = Math.clamp(failedWeight / sums.total(), 0, 1);
  }

  /// 0 within 0 to 1 when the sample is empty.
  static Interval of(RequestSample sample, WeightSums sums) {
    if (sums.total() == 0) {
      return new Interval(0, 0, 1);
    }
    ErrorShare shares = new ErrorShare(sample, sums);
    return sums.variance().sum() == 0
        ? new Interval(shares.share, shares.share, shares.share)
        : new Interval(shares.share, shares.limit(0), shares.limit(1));
  }

  /// Between the share and an end, where what is allowed ends.
  private double limit(double end) {
    double inside = share;
    double outside = end;
    if (allows(end)) {
      return end;
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (inside + outside) / 2;
      if (allows(middle)) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return inside;
  }

  private boolean allows(double candidate) {
    return test.allows(candidate, failedWeight, failedVariance, otherVariance);
  }
}
