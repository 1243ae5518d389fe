package dev.hopwise.analyze;

/// What a sample says about all requests of a window, each number with its 95 % interval.
///
/// The intervals are about **the requests that came**, not about a law that made them: what is
/// random is which of them were kept, each on its own with its own probability (Poisson sampling).
/// Where every request was kept the intervals have no width.
///
/// Sums are Horvitz and Thompson's, Σ 1/p, with the variance Σ (1−p)/p². Shares and quantiles are
/// ratios of two such sums. Limits are found by score tests ({@link ShareTest}): the variance is
/// that under the limit in question, so that they stay right for few and for none of a kind, and
/// where those that were seen are the light ones.
///
/// Sources: Horvitz and Thompson 1952; Woodruff 1952 for reading limits of a share back as
/// durations; Wilson 1927 for the score method.
///
/// @param requests how many came
/// @param errorShare of them, whose root span has the status ERROR; 0 to 1
/// @param durationNanos the quantile of the root span's duration
/// @param n requests in the sample
/// @param effective how many requests of equal weight would say as much (Kish)
public record RequestEstimates(
    Interval requests, Interval errorShare, Interval durationNanos, int n, double effective) {

  /// Estimates from a sample.
  ///
  /// @param quantile of the duration, between 0 and 1
  public static RequestEstimates of(RequestSample sample, double quantile) {
    if (!(quantile > 0 && quantile < 1)) {
      throw new IllegalArgumentException("quantile " + quantile + " is not between 0 and 1");
    }
    WeightSums sums = WeightSums.of(sample);
    return new RequestEstimates(
        count(sums),
        ErrorShare.of(sample, sums),
        WeightedQuantile.of(sample, sums, quantile),
        sample.size(),
        sums.effective());
  }

  /// How many came in a second.
  ///
  /// @param seconds length of the window
  public Interval requestsPerSecond(double seconds) {
    return requests.times(1 / seconds);
  }

  /// Solves (estimate − truth)² = z² · v · truth for the part that was sampled, where v is the
  /// variance per request. What was seen did come, whatever the formula says.
  private static Interval count(WeightSums sums) {
    double spread = sums.spread();
    double middle = sums.sampled() + spread / 2;
    double half = Math.sqrt(spread * sums.sampled() + spread * spread / 4);
    double low = Math.max(sums.n(), sums.certain() + middle - half);
    return new Interval(sums.total(), Math.min(sums.total(), low), sums.certain() + middle + half);
  }
}
