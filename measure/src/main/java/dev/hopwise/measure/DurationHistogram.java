package dev.hopwise.measure;

import java.util.Arrays;

/// Durations counted twice: in the buckets with fixed bounds that dashboards read, and in the
/// exponential ones that quantiles are computed from.
///
/// All counts lie in one array, so that a duration touches few cache lines:
///
/// ```
/// sum in ns, as the bits of a double | zero and less | fixed buckets … | exponential buckets …
/// ```
///
/// Not thread-safe. Allocates only where a duration lies outside of the range seen so far.
final class DurationHistogram {

  private static final int SUM = 0;
  private static final int ZERO = 1;
  private static final int FIXED = 2;
  private static final int RANGE_INITIAL = 16;

  private final FixedBounds bounds;

  /// Where the exponential buckets begin. The fixed ones are not cumulative; the last one is what
  /// lies above all bounds.
  private final int exponential;

  /// The exponential bucket that lies there.
  private int firstIndex;

  private long[] cells;

  DurationHistogram(FixedBounds bounds) {
    this.bounds = bounds;
    this.exponential = FIXED + bounds.count() + 1;
    this.cells = new long[exponential];
  }

  /// Counts a duration.
  ///
  /// @param nanos negative, where a clock was set back, counts as 0
  /// @param weight how many spans it stands for
  /// @return the number of the fixed bucket that it fell into
  int record(long nanos, long weight) {
    if (nanos <= 0) {
      cells[ZERO] += weight;
      cells[FIXED] += weight;
      return 0;
    }
    int place = exponential + ExponentialBuckets.indexOf(nanos) - firstIndex;
    if (place < exponential || place >= cells.length) {
      place = widen(place);
    }
    // A long would overflow after some hours of busy spans; a double is exact up to 104 days.
    double sumNanos = Double.longBitsToDouble(cells[SUM]) + (double) nanos * weight;
    cells[SUM] = Double.doubleToRawLongBits(sumNanos);
    int bucket = bounds.bucketOf(nanos);
    cells[FIXED + bucket] += weight;
    cells[place] += weight;
    return bucket;
  }

  /// A copy.
  HistogramSnapshot snapshot() {
    long[] fixed = Arrays.copyOfRange(cells, FIXED, exponential);
    return new HistogramSnapshot(
        bounds,
        fixed,
        Arrays.stream(fixed).sum(),
        Double.longBitsToDouble(cells[SUM]) / 1e9,
        cells[ZERO],
        firstIndex,
        Arrays.copyOfRange(cells, exponential, cells.length));
  }

  /// How many were counted, each with its weight.
  long count() {
    long count = 0;
    for (int cell = FIXED; cell < exponential; cell++) {
      count += cells[cell];
    }
    return count;
  }

  /// Of these, those of nothing.
  long zero() {
    return cells[ZERO];
  }

  double sumNanos() {
    return Double.longBitsToDouble(cells[SUM]);
  }

  /// The exponential bucket at place 0.
  int firstIndex() {
    return firstIndex;
  }

  /// How many exponential buckets there are room for.
  int range() {
    return cells.length - exponential;
  }

  /// What the exponential bucket at a place holds.
  long bucket(int place) {
    return cells[exponential + place];
  }

  /// Makes room for a bucket, with some more where the range grew, and returns its place.
  private int widen(int place) {
    int index = place - exponential + firstIndex;
    int count = cells.length - exponential;
    if (count == 0) {
      firstIndex = index - RANGE_INITIAL / 2;
      cells = Arrays.copyOf(cells, exponential + RANGE_INITIAL);
    } else if (index < firstIndex) {
      int more = firstIndex - index + RANGE_INITIAL / 2;
      long[] wider = Arrays.copyOf(cells, cells.length + more);
      System.arraycopy(cells, exponential, wider, exponential + more, count);
      Arrays.fill(wider, exponential, exponential + more, 0);
      cells = wider;
      firstIndex -= more;
    } else {
      cells = Arrays.copyOf(cells, place + 1 + RANGE_INITIAL / 2);
    }
    return exponential + index - firstIndex;
  }
}
