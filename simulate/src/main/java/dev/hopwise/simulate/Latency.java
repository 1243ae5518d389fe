package dev.hopwise.simulate;

import java.util.SplittableRandom;

/// A log-normal time.
///
/// @param medianMillis 0 or more
/// @param sigma of the logarithm; 0 for always the same
public record Latency(double medianMillis, double sigma) {

  /// No time at all.
  public static final Latency ZERO = new Latency(0, 0);

  /// Beyond so many standard deviations it is cut, so that no trace lasts for ever.
  private static final double GAUSSIAN_MAX = 4;

  public Latency {
    if (!(medianMillis >= 0 && sigma >= 0)) {
      throw new IllegalArgumentException("latency " + medianMillis + ", sigma " + sigma);
    }
  }

  /// Always the same time.
  public static Latency fixed(double millis) {
    return new Latency(millis, 0);
  }

  /// One draw, in nanoseconds. Always takes the same number of random bits or more from a random
  /// that nobody else reads, so that a change of one latency moves no other.
  long draw(SplittableRandom random) {
    double gaussian = Math.clamp(random.nextGaussian(), -GAUSSIAN_MAX, GAUSSIAN_MAX);
    return Math.round(medianMillis * 1e6 * Math.exp(sigma * gaussian));
  }
}
