package dev.hopwise.analyze;

/// A variance that is a sum of parts, one of each request. Where few large parts make it up it is
/// itself uncertain: then limits are those of Student's t with Satterthwaite's degrees of freedom,
/// (Σ part)² / Σ part².
final class Variance {

  /// Two-sided 95 % of a normal distribution.
  private static final double Z = 1.959964;

  /// On each side.
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
      return Z * Z;
    }
    int freedom = (int) Math.clamp(sum * sum / squares, FREEDOM_MIN, FREEDOM_MAX);
    double t = Math.max(Z, Quantiles.studentUpper(OUTSIDE, freedom));
    return t * t;
  }
}
