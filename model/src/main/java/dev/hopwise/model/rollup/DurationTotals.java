package dev.hopwise.model.rollup;

import java.util.Arrays;

/// Durations of several cuts, series or servers added up. The order does not matter.
///
/// Holds every bucket from the lowest to the highest, so that adding searches nothing; at most some
/// 1,000, those of one nanosecond to 292 years. Not thread-safe.
public final class DurationTotals {

  private long zero;
  private long sumNanos;
  private long count;
  private int firstIndex;
  private long[] buckets = new long[0];

  /// Adds what was counted elsewhere.
  public void add(DurationCounts counts) {
    zero += counts.zeroCount();
    sumNanos = saturated(sumNanos, counts.sumNanos());
    count += counts.count();
    int size = counts.size();
    if (size == 0) {
      return;
    }
    makeRoom(counts.index(0), counts.index(size - 1));
    for (int place = 0; place < size; place++) {
      buckets[counts.index(place) - firstIndex] += counts.count(place);
    }
  }

  /// How many durations, each with its weight.
  public long count() {
    return count;
  }

  /// Their sum, at most {@link Long#MAX_VALUE}.
  public long sumNanos() {
    return sumNanos;
  }

  /// The duration below or at which a share of all lies, off by at most {@link
  /// DurationCounts#RELATIVE_ERROR}; NaN when there are none.
  ///
  /// @param share 0 to 1
  public double quantileNanos(double share) {
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
    for (int place = 0; place < buckets.length; place++) {
      seen += buckets[place];
      if (seen >= rank) {
        return DurationCounts.middleNanos(firstIndex + place);
      }
    }
    throw new IllegalStateException("buckets hold " + seen + " of " + count);
  }

  /// A copy, as it travels.
  public DurationCounts counts() {
    DurationCounts counts = new DurationCounts().reset(zero, sumNanos);
    for (int place = 0; place < buckets.length; place++) {
      if (buckets[place] != 0) {
        counts.add(firstIndex + place, buckets[place]);
      }
    }
    return counts;
  }

  private void makeRoom(int lowest, int highest) {
    if (buckets.length == 0) {
      firstIndex = lowest;
      buckets = new long[highest - lowest + 1];
    }
    if (lowest < firstIndex) {
      long[] wider = new long[buckets.length + firstIndex - lowest];
      System.arraycopy(buckets, 0, wider, firstIndex - lowest, buckets.length);
      buckets = wider;
      firstIndex = lowest;
    }
    if (highest - firstIndex >= buckets.length) {
      buckets = Arrays.copyOf(buckets, highest - firstIndex + 1);
    }
  }

  private static long saturated(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
