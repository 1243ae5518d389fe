package dev.hopwise.analyze;

import java.util.Arrays;

/// Divides the change of a quantile among components so that the parts add up.
///
/// First the baseline is given the window's traffic mix; what that does to its quantile is the
/// mix's part, exactly. Then the baseline is moved into the window in small steps: within each
/// stratum, the trace at a rank of the baseline becomes the trace at the same rank of the window. A
/// quantile moves as fast as the traces that are at it at that moment do on average, and those move
/// as fast as the sum of their components; so the components' speeds at the quantile, summed over
/// the way, are parts that sum to the change (the Aumann-Shapley value of a quantile). A component
/// that delays traces which never come near the quantile gets nothing, and one that lifts fast
/// traces over it gets what they lift it by.
///
/// "At the quantile" is a triangle over the ranks around it, since single traces are noise.
final class QuantilePath {

  /// Half the triangle's base, in ranks; less where the quantile is nearer to an end.
  private static final double NEIGHBOURHOOD_MAX = 0.05;

  private static final int STEPS = 8;

  /// Ranks are grouped into at most so many bins over all strata, and at least so few in each.
  private static final int BINS_MAX = 400;

  private static final int BINS_MIN = 8;

  private final Sample baseline;
  private final Sample window;
  private final int components;
  private final double q;
  private final int[] firstBin;
  private final int[] baselineOrder;
  private final int[] windowOrder;
  private final double[] allDurations;
  private final int[] allOrder;

  /// @param components how many numbers there are for components, the one for "none" included
  QuantilePath(Sample baseline, Sample window, int strata, int components, double q) {
    this.baseline = baseline;
    this.window = window;
    this.components = components;
    this.q = q;
    firstBin = firstBins(window, strata);
    baselineOrder = Quantiles.order(baseline.duration);
    windowOrder = Quantiles.order(window.duration);
    allDurations = Arrays.copyOf(baseline.duration, baseline.size() + window.size());
    System.arraycopy(window.duration, 0, allDurations, baseline.size(), window.size());
    allOrder = Quantiles.order(allDurations);
  }

  /// @param parts in nanoseconds, by component
  @SuppressWarnings("ArrayRecordComponent") // handed from one maker to one reader
  record Result(double before, double mixed, double after, double[] parts) {}

  /// The division under these weights of the traces.
  Result divide(double[] baselineWeight, double[] windowWeight) {
    double[] first = sums(baseline, baselineWeight);
    double[] second = sums(window, windowWeight);
    return new Result(
        Quantiles.weighted(baseline.duration, baselineWeight, baselineOrder, q),
        mixed(baselineWeight, windowWeight, first, second),
        Quantiles.weighted(window.duration, windowWeight, windowOrder, q),
        parts(baselineWeight, windowWeight, first, second));
  }

  private double[] sums(Sample sample, double[] weight) {
    double[] sums = new double[strata()];
    for (int i = 0; i < weight.length; i++) {
      sums[sample.stratum[i]] += weight[i];
    }
    return sums;
  }

  private int strata() {
    return firstBin.length - 1;
  }

  /// The baseline's quantile under the window's mix. A stratum that the baseline lacks is taken
  /// from the window, so that a new endpoint is mix and nobody's fault.
  private double mixed(double[] before, double[] after, double[] first, double[] second) {
    double[] weight = new double[allDurations.length];
    for (int i = 0; i < before.length; i++) {
      int k = baseline.stratum[i];
      weight[i] = first[k] == 0 ? 0 : before[i] * second[k] / first[k];
    }
    for (int i = 0; i < after.length; i++) {
      weight[before.length + i] = first[window.stratum[i]] == 0 ? after[i] : 0;
    }
    return Quantiles.weighted(allDurations, weight, allOrder, q);
  }

  private double[] parts(double[] before, double[] after, double[] first, double[] second) {
    int bins = firstBin[strata()];
    double[] start = new double[bins];
    double[] end = new double[bins];
    double[][] change = new double[bins][components];
    spread(window, after, windowOrder, second, end, change, 1);
    spread(baseline, before, baselineOrder, first, start, change, -1);
    double[] mass = new double[bins];
    double total = Arrays.stream(second).sum();
    for (int k = 0; k < strata(); k++) {
      for (int bin = firstBin[k]; bin < firstBin[k + 1]; bin++) {
        mass[bin] = total == 0 ? 0 : second[k] / total / (firstBin[k + 1] - firstBin[k]);
        if (first[k] == 0 || second[k] == 0) {
          start[bin] = end[bin];
          Arrays.fill(change[bin], 0);
        }
      }
    }
    double[] speed = new double[bins];
    for (int step = 0; step < STEPS; step++) {
      addNeighbours(start, end, (step + 0.5) / STEPS, mass, speed);
    }
    double[] parts = new double[components];
    for (int bin = 0; bin < bins; bin++) {
      for (int c = 0; c < components && speed[bin] > 0; c++) {
        parts[c] += speed[bin] / STEPS * change[bin][c];
      }
    }
    return parts;
  }

  /// Adds the traces' durations and components to the bins of their ranks, each bin a mean.
  private void spread(
      Sample sample,
      double[] weight,
      int[] order,
      double[] sums,
      double[] duration,
      double[][] change,
      int sign) {
    double[] done = new double[strata()];
    for (int i : order) {
      int k = sample.stratum[i];
      if (weight[i] == 0) {
        continue;
      }
      int bins = firstBin[k + 1] - firstBin[k];
      double from = done[k] / sums[k] * bins;
      done[k] += weight[i];
      double to = Math.min(bins, done[k] / sums[k] * bins);
      for (int bin = (int) from; bin < to; bin++) {
        double overlap = Math.min(to, bin + 1) - Math.max(from, bin);
        duration[firstBin[k] + bin] += overlap * sample.duration[i];
        double[] row = change[firstBin[k] + bin];
        for (int c = 0; c < sample.component[i].length; c++) {
          row[sample.component[i][c]] += sign * overlap * sample.pathNanos[i][c];
        }
      }
    }
  }

  private void addNeighbours(
      double[] start, double[] end, double way, double[] mass, double[] speed) {
    double[] at = new double[start.length];
    Arrays.setAll(at, i -> start[i] + way * (end[i] - start[i]));
    double reach = Math.min(NEIGHBOURHOOD_MAX, Math.min(q, 1 - q));
    double[] near = new double[at.length];
    double below = 0;
    double sum = 0;
    for (int bin : Quantiles.order(at)) {
      double rank = below + mass[bin] / 2;
      below += mass[bin];
      near[bin] = mass[bin] * Math.max(0, 1 - Math.abs(rank - q) / reach);
      sum += near[bin];
    }
    for (int bin = 0; bin < near.length && sum > 0; bin++) {
      speed[bin] += near[bin] / sum;
    }
  }

  private static int[] firstBins(Sample window, int strata) {
    int[] count = new int[strata];
    for (int stratum : window.stratum) {
      count[stratum]++;
    }
    int[] first = new int[strata + 1];
    for (int k = 0; k < strata; k++) {
      long share = Math.round((double) BINS_MAX * count[k] / Math.max(1, window.size()));
      first[k + 1] = first[k] + (int) Math.max(BINS_MIN, share);
    }
    return first;
  }
}
