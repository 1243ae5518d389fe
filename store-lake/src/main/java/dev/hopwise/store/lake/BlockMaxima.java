package dev.hopwise.store.lake;

import java.util.Arrays;

/// The largest of a column's values in each block of {@link #ROWS} rows: a bound by which most
/// blocks need not be looked at.
///
/// **Threads.** As {@link LongColumn}; a bound may take rows into account that are not published
/// yet, which only makes it larger.
final class BlockMaxima {

  /// Rows of a block.
  static final int ROWS = 1 << 12;

  private final long[] maxima;

  BlockMaxima(int rowsMax) {
    maxima = new long[rowsMax / ROWS + 1];
    Arrays.fill(maxima, Long.MIN_VALUE);
  }

  void add(int row, long value) {
    maxima[row / ROWS] = Math.max(maxima[row / ROWS], value);
  }

  /// No value of the block that a row is in is larger.
  long of(int row) {
    return maxima[row / ROWS];
  }
}
