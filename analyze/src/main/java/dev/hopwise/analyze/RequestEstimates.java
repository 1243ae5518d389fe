package dev.hopwise.analyze;

/// What a sample says about all requests of a window, each number with its 95 % interval.
///
/// The intervals are about **the requests that came**, not about a law that made them: what is
/// random is which of them were kept, each on its own with its own probability (Poisson sampling).
/// Where every request was kept the intervals have no width.
///
/// Sums are Horvitz and Thompson's, Σ 1/p, with the variance Σ (1−p)/p². A share is a ratio of two
/// such sums, linearised; a quantile is Woodruff's. Limits are found by the score method (the
/// variance is that at the limit), which stays right for few and for none. A kind of request that
/// is in the sample only where everything of it was kept may be missing elsewhere by chance: the
/// limits allow for as many unseen ones as would be overlooked in 5 % of the cases.
///
/// Sources: Horvitz and Thompson 1952; Woodruff 1952; Korn and Graubard 1998 for effective sizes.
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
