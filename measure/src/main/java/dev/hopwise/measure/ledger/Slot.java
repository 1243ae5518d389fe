package dev.hopwise.measure.ledger;

import org.jspecify.annotations.Nullable;

/// One hour of a key: spans and bytes by the minute, values over the hour. At most 1.7 KB. Not
/// thread-safe.
final class Slot {

  static final int MINUTES = 60;

  final long hour;
  final int[] spans = new int[MINUTES];
  final float[] bytes = new float[MINUTES];

  /// Occurrences that were looked at, and how many there were by their weights.
  long inspected;

  long occurrences;

  /// Of {@link #spans}, summed up.
  double variance;

  /// Values of the two halves into which traces are divided by a bit of their hash; null where
  /// nothing was counted.
  @Nullable DistinctSketch first;

  @Nullable DistinctSketch second;

  Slot(long hour) {
    this.hour = hour;
  }

  /// Counts a value and says whether it is a new one.
  boolean value(boolean inFirst, int hash) {
    if (inFirst) {
      if (first == null) {
        first = new DistinctSketch();
      }
      return first.add(hash);
    }
    if (second == null) {
      second = new DistinctSketch();
    }
    return second.add(hash);
  }

  /// Adds what it has seen to both sketches.
  void addTo(DistinctSketch firsts, DistinctSketch seconds) {
    if (first != null) {
      firsts.addAll(first);
    }
    if (second != null) {
      seconds.addAll(second);
    }
  }

  int sizeBytes() {
    return 96
        + MINUTES * (Integer.BYTES + Float.BYTES)
        + (first == null ? 0 : first.sizeBytes())
        + (second == null ? 0 : second.sizeBytes());
  }
}
