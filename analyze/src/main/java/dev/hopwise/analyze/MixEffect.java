package dev.hopwise.analyze;

/// What the change of traffic between endpoints alone did to the mean duration.
///
/// @param nanos the baseline's mean under the window's mix, less its own
/// @param error standard error, from how the endpoints were drawn
record MixEffect(double nanos, double error) {

  static MixEffect of(Sample baseline, Sample window, int strata) {
    double[] sum = new double[strata];
    double[] weight = new double[strata];
    for (int i = 0; i < baseline.size(); i++) {
      sum[baseline.stratum[i]] += baseline.weight[i] * baseline.duration[i];
      weight[baseline.stratum[i]] += baseline.weight[i];
    }
    addNew(window, sum, weight);
    double[] mean = new double[strata];
    for (int k = 0; k < strata; k++) {
      mean[k] = weight[k] == 0 ? 0 : sum[k] / weight[k];
    }
    Moments before = Moments.of(baseline, mean);
    Moments after = Moments.of(window, mean);
    return new MixEffect(
        after.mean - before.mean,
        Math.sqrt(
            after.variance / Math.max(1, window.effective())
                + before.variance / Math.max(1, baseline.effective())));
  }

  /// An endpoint that the baseline lacks has the mean that it has now.
  private static void addNew(Sample window, double[] sum, double[] weight) {
    boolean[] isNew = new boolean[weight.length];
    for (int k = 0; k < weight.length; k++) {
      isNew[k] = weight[k] == 0;
    }
    for (int i = 0; i < window.size(); i++) {
      int k = window.stratum[i];
      if (isNew[k]) {
        sum[k] += window.weight[i] * window.duration[i];
        weight[k] += window.weight[i];
      }
    }
  }

  private record Moments(double mean, double variance) {
    static Moments of(Sample sample, double[] meanOfStratum) {
      double total = 0;
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < sample.size(); i++) {
        double value = meanOfStratum[sample.stratum[i]];
        total += sample.weight[i];
        sum += sample.weight[i] * value;
        squares += sample.weight[i] * value * value;
      }
      double mean = sum / total;
      return new Moments(mean, Math.max(0, squares / total - mean * mean));
    }
  }
}
