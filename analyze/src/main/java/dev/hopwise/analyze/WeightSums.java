package dev.hopwise.analyze;

/// The sums of a sample's weights that every estimate needs.
///
/// @param certain requests that were kept with probability 1
/// @param sampled sum of the weights of the others
/// @param variance of that sum, request by request
/// @param squares sum of the squares of all weights
record WeightSums(int n, double certain, double sampled, Variance variance, double squares) {

  static WeightSums of(RequestSample sample) {
    double certain = 0;
    double sampled = 0;
    Variance variance = new Variance();
    double squares = 0;
    for (int i = 0; i < sample.size(); i++) {
      double weight = sample.weight(i);
      squares += weight * weight;
      variance.add(sample.variance(i));
      if (weight == 1) {
        certain++;
      } else {
        sampled += weight;
      }
    }
    return new WeightSums(sample.size(), certain, sampled, variance, squares);
  }

  double total() {
    return certain + sampled;
  }

  /// The variance that a request which was not kept for sure brings, in the mean.
  double variancePerSampled() {
    return sampled == 0 ? 0 : variance.sum() / sampled;
  }

  /// z² times that: also how many requests may have come, none of which was kept, before that would
  /// surprise.
  double spread() {
    return variance.z2() * variancePerSampled();
  }

  double effective() {
    return squares == 0 ? 0 : total() * total() / squares;
  }
}
