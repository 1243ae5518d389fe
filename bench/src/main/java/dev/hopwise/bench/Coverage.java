package dev.hopwise.bench;

import dev.hopwise.analyze.Interval;

/// How often an interval held the truth, how wide it was, and how far off the unweighted number
/// was.
final class Coverage {

  private final double truth;
  private int runs;
  private int held;
  private double errors;
  private double widths;
  private double unweightedErrorMin = Double.POSITIVE_INFINITY;

  Coverage(double truth) {
    this.truth = truth;
  }

  void add(Interval weighted, double unweighted) {
    runs++;
    double slack = Math.abs(truth) * 1e-9;
    held += weighted.low() <= truth + slack && truth - slack <= weighted.high() ? 1 : 0;
    errors += Math.abs(weighted.value() - truth) / truth;
    widths += (weighted.high() - weighted.low()) / truth;
    unweightedErrorMin = Math.min(unweightedErrorMin, Math.abs(unweighted - truth) / truth);
  }

  /// Share of the runs.
  double held() {
    return held / (double) runs;
  }

  /// Of the weighted number, relative to the truth, in the mean.
  double error() {
    return errors / runs;
  }

  /// Of the interval, relative to the truth, in the mean.
  double width() {
    return widths / runs;
  }

  /// Of the unweighted number, relative to the truth, in the run in which it was least.
  double unweightedErrorMin() {
    return unweightedErrorMin;
  }

  double truth() {
    return truth;
  }
}
