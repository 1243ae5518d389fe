package dev.hopwise.analyze;

import dev.hopwise.analyze.HopAnswer.Estimate;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// Intervals of everything that follows from the traces, by drawing the traces again: each counts
/// Poisson(1) times (a bootstrap that needs no order and works with weights). The draws are the
/// same each time, so that the same question has the same answer.
final class Resampling {

  private static final int DRAWS = 120;
  private static final long SEED = 0x6c8e_9cf5_7095_3a11L;

  /// Share of the draws that lie outside the interval, on each side.
  private static final double OUTSIDE = 0.025;

  private final QuantilePath.Result[] draws = new QuantilePath.Result[DRAWS];

  Resampling(QuantilePath path, Sample baseline, Sample window) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int draw = 0; draw < DRAWS; draw++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new java.util.concurrent.CancellationException("interrupted");
      }
      draws[draw] = path.divide(drawn(baseline.weight, random), drawn(window.weight, random));
    }
  }

  /// The interval around a value; always holds it.
  Estimate around(double value, ToDoubleFunction<QuantilePath.Result> of) {
    double[] sorted = Arrays.stream(draws).mapToDouble(of).sorted().toArray();
    long rounded = Math.round(value);
    return new Estimate(
        rounded,
        Math.min(rounded, Math.round(Quantiles.ofSorted(sorted, OUTSIDE))),
        Math.max(rounded, Math.round(Quantiles.ofSorted(sorted, 1 - OUTSIDE))));
  }

  private static double[] drawn(double[] weights, SplittableRandom random) {
    double[] drawn = new double[weights.length];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = weights[i] * poisson(random);
    }
    return drawn;
  }

  /// Knuth's: multiplies uniforms until the product falls below 1/e.
  private static int poisson(SplittableRandom random) {
    int count = 0;
    double product = random.nextDouble();
    while (product > 1 / Math.E) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }
}
