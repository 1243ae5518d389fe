package dev.hopwise.measure;

import dev.hopwise.model.rollup.DurationCounts;
import org.jspecify.annotations.Nullable;

/// A histogram as it was at the last cut, so that the next one has only what came since. Not
/// thread-safe.
final class HistogramCut {

  private long count;
  private long zero;
  private double sumNanos;
  private int firstIndex;
  private long[] buckets = new long[0];

  /// What was counted since the last call, or null when nothing was. Looks at the buckets only
  /// where something was.
  @Nullable DurationCounts next(DurationHistogram now) {
    long newCount = now.count();
    if (newCount == count) {
      return null;
    }
    double newSum = now.sumNanos();
    DurationCounts since =
        new DurationCounts().reset(now.zero() - zero, (long) (newSum - sumNanos));
    follow(now);
    for (int place = 0; place < buckets.length; place++) {
      long bucket = now.bucket(place);
      if (bucket != buckets[place]) {
        since.add(firstIndex + place, bucket - buckets[place]);
        buckets[place] = bucket;
      }
    }
    count = newCount;
    zero = now.zero();
    sumNanos = newSum;
    return since;
  }

  /// Takes over the histogram's range, which only widens.
  private void follow(DurationHistogram now) {
    if (buckets.length == now.range()) {
      return;
    }
    long[] wider = new long[now.range()];
    if (buckets.length > 0) {
      System.arraycopy(buckets, 0, wider, firstIndex - now.firstIndex(), buckets.length);
    }
    buckets = wider;
    firstIndex = now.firstIndex();
  }
}
