package dev.hopwise.analyze;

/// Whether a sample is compatible with a share of all requests being of a kind: the score test,
/// whose variance is that under the share in question.
///
/// Under it some of one kind are missing from the sample: more of them must have come than those
/// seen stand for. What they add to the variance cannot be read from those seen, which may be none
/// or the lucky light ones, so it is taken from all sampled requests.
///
/// @param total sum of all weights
/// @param unseen variance for each request that was not kept for sure, in the mean
/// @param z2 square of the limit in standard deviations
record ShareTest(double total, double unseen, double z2) {

  static ShareTest of(WeightSums sums) {
    return new ShareTest(sums.total(), sums.variancePerSampled(), sums.variance().z2());
  }

  /// @param weight of the kind in the sample
  /// @param variance of that weight
  /// @param otherVariance of the weight of all others
  boolean allows(double share, double weight, double variance, double otherVariance) {
    double missing = share * total - weight;
    double ofKind = variance + unseen * Math.max(0, missing);
    double ofOthers = otherVariance + unseen * Math.max(0, -missing);
    double rest = 1 - share;
    return missing * missing <= z2 * (rest * rest * ofKind + share * share * ofOthers);
  }
}
