package dev.hopwise.store.lake;

import java.util.Arrays;

/// The rows of each trace, chained from its last row to its first, so that nobody has to look at
/// every row for them.
///
/// **Threads.** One writer, which adds a row before the builder publishes it; any number of
/// readers.
final class TraceRows {

  private static final int FOUND_INITIAL = 64;

  /// By trace: one more than its last row. By row: one more than the row before it.
  private final IntColumn last;

  private final IntColumn before;

  TraceRows(int rowsMax, HeapUse heap) {
    last = new IntColumn(rowsMax, heap);
    before = new IntColumn(rowsMax, heap);
  }

  /// Adds the next row.
  void add(int trace, int row) {
    before.set(row, last.get(trace));
    last.setRelease(trace, row + 1); // who sees the row sees what it is chained to
  }

  /// The rows of a trace below a count, ascending.
  int[] of(int trace, int rows) {
    int[] found = new int[FOUND_INITIAL];
    int count = 0;
    for (int next = last.getAcquire(trace); next > 0; next = before.get(next - 1)) {
      if (next <= rows) {
        if (count == found.length) {
          found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = next - 1;
      }
    }
    int[] ascending = new int[count];
    for (int i = 0; i < count; i++) {
      ascending[i] = found[count - 1 - i];
    }
    return ascending;
  }
}
