package dev.hopwise.analyze;

import java.util.Arrays;

/// How much the mean time per trace of each group of components changed between two windows, within
/// the endpoints and under the window's traffic mix; absent is zero.
///
/// @param mean change in nanoseconds
/// @param error its standard error
/// @param freedom traces of the smaller window that touched the group, less one, at least 1
/// @param touched mean duration per trace of those traces that touch the group: what a minimum
///   effect is measured by
@SuppressWarnings("ArrayRecordComponent") // handed from one maker to its readers, never compared
record Contrast(double[] mean, double[] error, int[] freedom, double[] touched) {

  /// @param groupOf the group of each component, and of "no component" behind them; -1 for none
  static Contrast of(Sample baseline, Sample window, int strata, int[] groupOf, int groups) {
    Moments first = new Moments(baseline, strata, groupOf, groups);
    Moments second = new Moments(window, strata, groupOf, groups);
    double[] mean = new double[groups];
    double[] error = new double[groups];
    int[] freedom = new int[groups];
    double[] touched = new double[groups];
    for (int g = 0; g < groups; g++) {
      double variance = 0;
      for (int k = 0; k < strata; k++) {
        double share = second.share(k);
        if (share > 0 && first.weight[k] > 0) {
          mean[g] += share * (second.mean(k, g) - first.mean(k, g));
          variance += share * share * (first.variance(k, g) + second.variance(k, g));
        }
      }
      error[g] = Math.sqrt(variance);
      freedom[g] = Math.max(1, fewer(first.touching[g], second.touching[g]) - 1);
      touched[g] = first.touching[g] > 0 ? first.touchedDuration(g) : second.touchedDuration(g);
    }
    return new Contrast(mean, error, freedom, touched);
  }

  /// A group of one window only is judged by that.
  private static int fewer(int a, int b) {
    return a == 0 || b == 0 ? a + b : Math.min(a, b);
  }

  /// The sums of one window.
  private static final class Moments {
    private final int[] count;
    private final double[] weight;
    private final double[] squaredWeight;
    private final double[][] sum;
    private final double[][] squaredWeightSum;
    private final double[][] squaredWeightSquares;
    private final int[] touching;
    private final double[] touchingDuration;
    private double total;

    Moments(Sample sample, int strata, int[] groupOf, int groups) {
      count = new int[strata];
      weight = new double[strata];
      squaredWeight = new double[strata];
      sum = new double[strata][groups];
      squaredWeightSum = new double[strata][groups];
      squaredWeightSquares = new double[strata][groups];
      touching = new int[groups];
      touchingDuration = new double[groups];
      double[] value = new double[groups];
      boolean[] seen = new boolean[groups];
      for (int i = 0; i < sample.size(); i++) {
        Arrays.fill(value, 0);
        Arrays.fill(seen, false);
        for (int c = 0; c < sample.component[i].length; c++) {
          int group = groupOf[sample.component[i][c]];
          if (group >= 0) {
            value[group] += sample.pathNanos[i][c];
            seen[group] = true;
          }
        }
        add(sample.stratum[i], sample.weight[i], sample.duration[i], value, seen);
      }
    }

    private void add(int k, double w, double duration, double[] value, boolean[] seen) {
      count[k]++;
      weight[k] += w;
      squaredWeight[k] += w * w;
      total += w;
      for (int g = 0; g < value.length; g++) {
        if (seen[g]) {
          touching[g]++;
          touchingDuration[g] += w * duration;
          sum[k][g] += w * value[g];
          squaredWeightSum[k][g] += w * w * value[g];
          squaredWeightSquares[k][g] += w * w * value[g] * value[g];
        }
      }
    }

    private double share(int k) {
      return weight[k] / total;
    }

    private double mean(int k, int g) {
      return sum[k][g] / weight[k];
    }

    /// Of the ratio estimator of a weighted mean, linearised.
    private double variance(int k, int g) {
      double mean = mean(k, g);
      if (count[k] < 2) {
        return mean * mean;
      }
      double squares =
          squaredWeightSquares[k][g]
              - 2 * mean * squaredWeightSum[k][g]
              + mean * mean * squaredWeight[k];
      double correction = count[k] / (count[k] - 1.0);
      return Math.max(0, correction * squares / (weight[k] * weight[k]));
    }

    private double touchedDuration(int g) {
      return touchingDuration[g] / total;
    }
  }
}
