package dev.hopwise.measure;

/// Durations as they were counted up to one moment.
///
/// The arrays are the snapshot's own and not to be written to.
public final class HistogramSnapshot {

  private final FixedBounds bounds;
  private final long[] fixed;
  private final long count;
  private final double sumSeconds;
  private final long zero;
  private final int firstIndex;
  private final long[] exponential;

  HistogramSnapshot(
      FixedBounds bounds,
      long[] fixed,
      long count,
      double sumSeconds,
      long zero,
      int firstIndex,
      long[] exponential) {
    this.bounds = bounds;
    this.fixed = fixed;
    this.count = count;
    this.sumSeconds = sumSeconds;
    this.zero = zero;
    this.firstIndex = firstIndex;
    this.exponential = exponential;
  }

  /// How many were counted, each with its weight.
  public long count() {
    return count;
  }

  /// Their sum.
  public double sumSeconds() {
    return sumSeconds;
  }

  /// How many fixed buckets there are, the one without an upper bound included.
  public int buckets() {
    return fixed.length;
  }

  /// The upper bound of a fixed bucket; infinity for the last.
  public double boundSeconds(int bucket) {
    return bucket == bounds.count() ? Double.POSITIVE_INFINITY : bounds.boundSeconds(bucket);
  }

  /// How many lie in a fixed bucket, without the ones before it.
  public long inBucket(int bucket) {
    return fixed[bucket];
  }

  /// How many lasted no time.
  public long zeroCount() {
    return zero;
  }

  /// The exponential bucket that is the first one here, as OpenTelemetry numbers those of scale 4.
  public int exponentialOffset() {
    return firstIndex;
  }

  /// How many exponential buckets there are from it on, empty ones included.
  public int exponentialBuckets() {
    return exponential.length;
  }

  /// How many lie in an exponential bucket.
  ///
  /// @param place 0 for the first one here
  public long inExponential(int place) {
    return exponential[place];
  }

  /// The duration below or at which a share of all lies, off by at most 2.2 %; NaN when empty.
  ///
  /// @param share 0 to 1
  public double quantileSeconds(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("quantile " + share + " is not within 0 to 1");
    }
    if (count == 0) {
      return Double.NaN;
    }
    long rank = Math.max(1, (long) Math.ceil(share * count));
    long seen = zero;
    if (seen >= rank) {
      return 0;
    }
    for (int place = 0; place < exponential.length; place++) {
      seen += exponential[place];
      if (seen >= rank) {
        return ExponentialBuckets.middleSeconds(firstIndex + place);
      }
    }
    throw new IllegalStateException("buckets hold " + seen + " of " + count);
  }
}
