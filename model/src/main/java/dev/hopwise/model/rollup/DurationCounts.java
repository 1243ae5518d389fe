package dev.hopwise.model.rollup;

import java.util.Arrays;

/// Durations counted in OpenTelemetry's exponential buckets of scale 4: bucket `i` holds what lies
/// above `2^(i/16)` s and up to `2^((i+1)/16)` s. Only buckets that hold something are there.
///
/// A quantile read as the geometric middle of its bucket is off by at most {@link #RELATIVE_ERROR}.
///
/// Mutable, so that readers can fill the same one again and again; not thread-safe.
public final class DurationCounts {

  /// Buckets per doubling are two to the power of this.
  public static final int SCALE = 4;

  /// `2^(1/32) − 1`: 2.2 %.
  public static final double RELATIVE_ERROR = Math.pow(2, 1.0 / 32) - 1;

  private static final int PER_OCTAVE = 1 << SCALE;
  private static final double NANOS_PER_SECOND = 1e9;

  private long zero;
  private long sumNanos;
  private long count;
  private int size;
  private int[] indexes = new int[8];
  private long[] counts = new long[8];

  /// The geometric middle of a bucket.
  public static double middleNanos(int index) {
    return Math.pow(2, (index + 0.5) / PER_OCTAVE) * NANOS_PER_SECOND;
  }

  /// Begins anew.
  ///
  /// @param zeroCount durations of nothing, or less where a clock was set back
  /// @param sumNanos of all; {@link Long#MAX_VALUE} also stands for more
  public DurationCounts reset(long zeroCount, long sumNanos) {
    this.zero = zeroCount;
    this.sumNanos = sumNanos;
    this.count = zeroCount;
    this.size = 0;
    return this;
  }

  /// Adds a bucket behind those that are there.
  ///
  /// @param index higher than the one before
  public DurationCounts add(int index, long bucketCount) {
    if (size == indexes.length) {
      indexes = Arrays.copyOf(indexes, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    indexes[size] = index;
    counts[size++] = bucketCount;
    count += bucketCount;
    return this;
  }

  /// How many durations, each with its weight.
  public long count() {
    return count;
  }

  /// Of these, those of nothing.
  public long zeroCount() {
    return zero;
  }

  /// Their sum, at most {@link Long#MAX_VALUE}.
  public long sumNanos() {
    return sumNanos;
  }

  /// How many buckets hold something.
  public int size() {
    return size;
  }

  /// The bucket at a place.
  public int index(int place) {
    return indexes[place];
  }

  /// What it holds.
  public long count(int place) {
    return counts[place];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DurationCounts that
        && count == that.count
        && zero == that.zero
        && sumNanos == that.sumNanos
        && Arrays.equals(indexes, 0, size, that.indexes, 0, that.size)
        && Arrays.equals(counts, 0, size, that.counts, 0, that.size);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sumNanos * 31 + count);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("0: " + zero);
    for (int place = 0; place < size; place++) {
      text.append(", ").append(indexes[place]).append(": ").append(counts[place]);
    }
    return text + "; sum " + sumNanos + " ns";
  }
}
