package dev.hopwise.analyze;

/// The sums of a sample's weights that every estimate needs.
///
/// @param certain requests that were kept with probability 1
/// @param sampled sum of the weights of the others
/// @param variance of that sum, request by request
/// @param squares sum of the squares of all weights
record WeightSums(int n, double certain, double sampled, Variance variance, double squares) {

  /// Two-sided 95 % of a normal distribution.
  static final double Z = 1.959964;

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

  /// z² times the variance per sampled request: also how many requests may have come, none of which
  /// was kept, before that would surprise.
  double spread() {
    return sampled == 0 ? 0 : variance.z2() * variance.sum() / sampled;
  }

  double effective() {
    return squares == 0 ? 0 : total() * total() / squares;
  }

  /// Wilson's limit of a share that was measured with so many effective observations.
  ///
  /// @param side -1 for the lower, 1 for the upper
  static double wilson(double share, double observations, int side) {
    if (Double.isInfinite(observations)) {
      return share;
    }
    double z2 = Z * Z;
    double root =
        Math.sqrt(share * (1 - share) / observations + z2 / (4 * observations * observations));
    return (share + z2 / (2 * observations) + side * Z * root) / (1 + z2 / observations);
  }
}
