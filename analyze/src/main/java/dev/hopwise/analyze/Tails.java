package dev.hopwise.analyze;

/// How likely it is, twice for both sides, that chance alone gives as much or more.
final class Tails {

  private Tails() {}

  /// Of a normal distribution beyond ±z (Numerical Recipes' erfcc: relative error below 1.2e-7, in
  /// the far tail too).
  static double normal(double z) {
    double x = z / Math.sqrt(2);
    double t = 1 / (1 + x / 2);
    double polynomial =
        -1.26551223
            + t
                * (1.00002368
                    + t
                        * (0.37409196
                            + t
                                * (0.09678418
                                    + t
                                        * (-0.18628806
                                            + t
                                                * (0.27886807
                                                    + t
                                                        * (-1.13520398
                                                            + t
                                                                * (1.48851587
                                                                    + t
                                                                        * (-0.82215223
                                                                            + t
                                                                                * 0.17087277))))))));
    return t * Math.exp(-x * x + polynomial);
  }

  /// Of n draws with probability p, `seen` or more of them, or else `seen` or fewer.
  static double binomial(int n, int seen, double p, boolean more) {
    if (n == 0 || p <= 0 || p >= 1) {
      return 1;
    }
    double sum = 0;
    double logTerm = n * Math.log1p(-p);
    double step = Math.log(p) - Math.log1p(-p);
    for (int k = 0; k <= n; k++) {
      if (more ? k >= seen : k <= seen) {
        sum += Math.exp(logTerm);
      }
      logTerm += Math.log(n - k) - Math.log(k + 1.0) + step;
    }
    return Math.min(1, 2 * sum);
  }
}
