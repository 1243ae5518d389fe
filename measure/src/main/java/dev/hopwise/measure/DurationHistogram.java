package dev.hopwise.measure;

import java.util.Arrays;

/// Durations counted twice: in the buckets with fixed bounds that dashboards read, and in the
/// exponential ones that quantiles are computed from.
///
/// Not thread-safe. Allocates only where a duration lies outside of the range seen so far.
final class DurationHistogram {

  private static final int RANGE_INITIAL = 16;

  private final FixedBounds bounds;

  /// Not cumulative; the last one is what lies above all bounds.
  private final long[] fixed;

  private long count;

  /// A long would overflow after some hours of busy spans; a double is exact up to 104 days.
  private double sumNanos;

  private long zero;
  private int firstIndex;
  private long[] exponential = new long[0];

  DurationHistogram(FixedBounds bounds) {
    this.bounds = bounds;
    this.fixed = new long[bounds.count() + 1];
  }

  /// Counts a duration.
  ///
  /// @param nanos negative, where a clock was set back, counts as 0
  /// @param weight how many spans it stands for
  /// @return the number of the fixed bucket that it fell into
  int record(long nanos, long weight) {
    count += weight;
    if (nanos <= 0) {
      zero += weight;
      fixed[0] += weight;
      return 0;
    }
    sumNanos += (double) nanos * weight;
    int bucket = bounds.bucketOf(nanos);
    fixed[bucket] += weight;
    int place = ExponentialBuckets.indexOf(nanos) - firstIndex;
    if (place < 0 || place >= exponential.length) {
      place = widen(place + firstIndex);
    }
    exponential[place] += weight;
    return bucket;
  }

  /// A copy.
  HistogramSnapshot snapshot() {
    return new HistogramSnapshot(
        bounds, fixed.clone(), count, sumNanos / 1e9, zero, firstIndex, exponential.clone());
  }

  /// Makes room for a bucket, with some more where the range grew, and returns its place.
  private int widen(int index) {
    if (exponential.length == 0) {
      firstIndex = index - RANGE_INITIAL / 2;
      exponential = new long[RANGE_INITIAL];
    } else if (index < firstIndex) {
      int more = firstIndex - index + RANGE_INITIAL / 2;
      long[] wider = new long[exponential.length + more];
      System.arraycopy(exponential, 0, wider, more, exponential.length);
      exponential = wider;
      firstIndex -= more;
    } else {
      exponential = Arrays.copyOf(exponential, index - firstIndex + 1 + RANGE_INITIAL / 2);
    }
    return index - firstIndex;
  }
}
