package dev.hopwise.analyze;

/// A variance that is a sum of parts, one of each request. Where few large parts make it up it is
/// itself uncertain: then limits are those of Student's t with Satterthwaite's degrees of freedom,
/// (Σ part)² / Σ part².
final class Variance {

  /// Two-sided 95 %.
  private static final double OUTSIDE = 0.025;

  /// Below, the limits would have no meaning.
  private static final int FREEDOM_MIN = 2;

  private static final int FREEDOM_MAX = 1_000_000;

  private double sum;
  private double squares;

  void add(double part) {
    sum += part;
    squares += part * part;
  }

  double sum() {
    return sum;
  }

  /// The square of how many standard deviations the interval reaches.
  double z2() {
    if (squares == 0) {
      return WeightSums.Z * WeightSums.Z;
    }
    int freedom = (int) Math.clamp(sum * sum / squares, FREEDOM_MIN, FREEDOM_MAX);
    double t = Math.max(WeightSums.Z, Quantiles.studentUpper(OUTSIDE, freedom));
    return t * t;
  }

  /// How many requests of a simple sample would tell a share as exactly as this variance allows;
  /// infinite when nothing is left to chance.
  double observations(double share, double total) {
    return sum == 0
        ? Double.POSITIVE_INFINITY
        : share * (1 - share) * total * total / sum * WeightSums.Z * WeightSums.Z / z2();
  }
}
