package dev.hopwise.traceql.series;

import org.jspecify.annotations.Nullable;

/// What a series gathered in one step. Sums are Horvitz and Thompson's: every span counts for one
/// divided by the probability with which it is stored.
final class Cell {

  static final long BYTES = 96;

  /// Two-sided 95 % of a normal distribution.
  private static final double Z = 1.959964;

  private long n;
  private double certain;
  private double sampled;
  private double sum;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private @Nullable Signs counts;
  private @Nullable Signs sums;
  private @Nullable Buckets buckets;

  /// @return whether there was room for what it takes
  boolean add(TraceSpan span, double x, boolean withBuckets, Room room) {
    double weight = span.weight();
    if (withBuckets) {
      buckets = buckets == null ? new Buckets() : buckets;
      if (!buckets.add(x, weight, room)) {
        return false;
      }
    }
    n++;
    sum += weight * x;
    min = Math.min(min, x);
    max = Math.max(max, x);
    double probability = span.probability();
    if (probability >= 1) {
      certain += weight;
    } else {
      sampled += weight;
      vary(Signs.hash(span.traceIdHigh(), span.traceIdLow()), probability, x, room);
    }
    return true;
  }

  /// Without room an interval gets too narrow, so it is left open: see {@link #isOpen}.
  private void vary(long hash, double probability, double x, Room room) {
    if (counts == null && room.take(2 * Signs.BYTES)) {
      counts = new Signs();
      sums = new Signs();
    }
    if (counts != null && sums != null) {
      double root = Math.sqrt(1 - probability) / probability;
      counts.add(hash, root, 1);
      sums.add(hash, root, x);
    }
  }

  private boolean isOpen() {
    return sampled > 0 && counts == null;
  }

  private double countVariance() {
    return counts == null ? 0 : counts.variance();
  }

  /// z² times the variance that a span which was not kept for sure brings, in the mean: also how
  /// many spans may have come, none of which was kept, before that would surprise.
  double spread() {
    return sampled == 0 ? 0 : Z * Z * countVariance() / sampled;
  }

  /// Solves (estimate − truth)² = z² · v · truth for the part that was sampled, v being the
  /// variance per span, so that the limits stay right for few. What was seen did come, whatever
  /// that says.
  Estimate count() {
    double value = certain + sampled;
    if (isOpen()) {
      return new Estimate(value, (double) n, Double.NaN, n);
    }
    double spread = spread();
    double middle = sampled + spread / 2;
    double half = Math.sqrt(spread * sampled + spread * spread / 4);
    double low = Math.min(value, Math.max((double) n, certain + middle - half));
    return new Estimate(value, low, certain + middle + half, n);
  }

  Estimate total() {
    return around(sum, sums == null ? 0 : sums.variance());
  }

  /// A ratio of two sums that vary together.
  Estimate mean() {
    double weight = certain + sampled;
    double mean = sum / weight;
    return around(mean, sums == null ? 0 : sums.varianceWithout(counts, mean) / (weight * weight));
  }

  private Estimate around(double value, double variance) {
    double half = isOpen() ? Double.NaN : Z * Math.sqrt(variance);
    return new Estimate(value, value - half, value + half, n);
  }

  /// What was dropped may have been lower.
  Estimate lowest() {
    return new Estimate(min, sampled == 0 ? min : Double.NaN, min, n);
  }

  /// What was dropped may have been higher.
  Estimate highest() {
    return new Estimate(max, max, sampled == 0 ? max : Double.NaN, n);
  }

  /// Limits are the quantiles of the shares that the sample cannot tell from the asked one
  /// (Woodruff 1952), the share's variance being that of as many independent spans as say as much
  /// about how many there were.
  Estimate quantile(double share) {
    if (buckets == null) {
      throw new IllegalStateException("no buckets were kept");
    }
    double weight = certain + sampled;
    double value = Math.clamp(buckets.quantile(share), min, max);
    if (isOpen()) {
      return new Estimate(value, Double.NaN, Double.NaN, n);
    }
    double half = Z * Math.sqrt(share * (1 - share) * countVariance()) / weight;
    double low = Math.clamp(buckets.quantile(share - half), min, max);
    double high = Math.clamp(buckets.quantile(share + half), min, max);
    return new Estimate(
        value,
        Math.min(value, low),
        half > 0 && share + half >= 1 ? Double.NaN : Math.max(value, high),
        n);
  }
}
