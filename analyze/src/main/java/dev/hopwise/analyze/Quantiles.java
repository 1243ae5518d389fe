package dev.hopwise.analyze;

import java.util.Arrays;

/// Quantiles of weighted values, and of the normal and Student's t distribution.
final class Quantiles {

  private Quantiles() {}

  /// Indexes by value, ascending.
  static int[] order(double[] values) {
    Integer[] boxed = new Integer[values.length];
    Arrays.setAll(boxed, i -> i);
    Arrays.sort(boxed, (a, b) -> Double.compare(values[a], values[b]));
    int[] order = new int[values.length];
    Arrays.setAll(order, i -> boxed[i]);
    return order;
  }

  /// The smallest value that at least the share `q` of the weight does not exceed; 0 without
  /// weight.
  static double weighted(double[] values, double[] weights, int[] order, double q) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    double limit = q * total * (1 - 1e-12);
    double sum = 0;
    for (int i : order) {
      sum += weights[i];
      if (sum >= limit && weights[i] > 0) {
        return values[i];
      }
    }
    return 0;
  }

  /// Of sorted values, linear between neighbours.
  static double ofSorted(double[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /// Where a standard normal is exceeded with this probability, 0 to 0.5 (Abramowitz and Stegun
  /// 26.2.23, error below 4.5e-4).
  static double normalUpper(double probability) {
    double t = Math.sqrt(-2 * Math.log(probability));
    return t
        - (2.515517 + t * (0.802853 + t * 0.010328))
            / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  }

  /// Where Student's t is exceeded with this probability (Cornish and Fisher's expansion; generous
  /// below about 5 degrees of freedom and small probabilities, never too small by much).
  static double studentUpper(double probability, int freedom) {
    double z = normalUpper(probability);
    double z3 = z * z * z;
    double z5 = z3 * z * z;
    double z7 = z5 * z * z;
    return z
        + (z3 + z) / (4 * freedom)
        + (5 * z5 + 16 * z3 + 3 * z) / (96.0 * freedom * freedom)
        + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384.0 * Math.pow(freedom, 3));
  }
}
