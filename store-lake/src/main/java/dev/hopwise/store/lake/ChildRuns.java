package dev.hopwise.store.lake;

/// Which children (events, or links) belong to which row: each row has a run of them.
///
/// **Threads.** As {@link IntColumn}.
final class ChildRuns {

  /// So many children fit.
  static final int COUNT_MAX = 1 << 24;

  private final IntColumn starts;
  private final IntColumn counts;
  private int finished;
  private int next;

  ChildRuns(int rowsMax, HeapUse heap) {
    starts = new IntColumn(rowsMax, heap);
    counts = new IntColumn(rowsMax, heap);
  }

  /// Begins a row; an unfinished one is forgotten.
  void begin() {
    next = finished;
  }

  /// The place of the next child of the row that was begun.
  int add() {
    if (next == COUNT_MAX) {
      throw new IllegalStateException("a segment has more than " + COUNT_MAX + " events or links");
    }
    return next++;
  }

  void finish(int row) {
    starts.set(row, finished);
    counts.set(row, next - finished);
    finished = next;
  }

  /// Children of all rows.
  int count() {
    return finished;
  }

  int start(int row) {
    return starts.get(row);
  }

  int count(int row) {
    return counts.get(row);
  }
}
