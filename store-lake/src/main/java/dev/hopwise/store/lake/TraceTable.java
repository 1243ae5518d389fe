package dev.hopwise.store.lake;

/// Trace ids with a number each, counted from 0.
///
/// **Threads.** As {@link IntColumn}; {@link #find} may be called by readers too.
final class TraceTable {

  static final int NONE = -1;
  private static final int SLOTS_INITIAL = 1 << 10;

  private final LongColumn highs;
  private final LongColumn lows;
  private final HeapUse heap;
  private int count;

  /// Number plus one; 0 is free. Slots are only a hint to readers, who compare the ids.
  private volatile int[] slots = new int[SLOTS_INITIAL];

  TraceTable(int countMax, HeapUse heap) {
    this.heap = heap;
    highs = new LongColumn(countMax, heap);
    lows = new LongColumn(countMax, heap);
  }

  int count() {
    return count;
  }

  long high(int trace) {
    return highs.get(trace);
  }

  long low(int trace) {
    return lows.get(trace);
  }

  /// The number of a trace, or {@link #NONE}.
  int find(long high, long low) {
    int[] table = slots;
    int mask = table.length - 1;
    for (int at = (int) KeyedHash.of(high, low) & mask; ; at = (at + 1) & mask) {
      int trace = table[at] - 1;
      if (trace == NONE || (lows.get(trace) == low && highs.get(trace) == high)) {
        return trace;
      }
    }
  }

  /// The number of a trace, which is added when it is new.
  int intern(long high, long low) {
    int known = find(high, low);
    if (known != NONE) {
      return known;
    }
    int trace = count++;
    highs.set(trace, high);
    lows.set(trace, low);
    insert(slots, trace);
    if (count * 2 > slots.length) {
      grow();
    }
    return trace;
  }

  /// By the id's bytes, unsigned.
  int compare(int a, int b) {
    int byHigh = Long.compareUnsigned(high(a), high(b));
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low(a), low(b));
  }

  private void insert(int[] table, int trace) {
    int mask = table.length - 1;
    int at = (int) KeyedHash.of(high(trace), low(trace)) & mask;
    while (table[at] != 0) {
      at = (at + 1) & mask;
    }
    table[at] = trace + 1;
  }

  private void grow() {
    int[] table = new int[slots.length * 2];
    for (int trace = 0; trace < count; trace++) {
      insert(table, trace);
    }
    heap.add((long) slots.length * Integer.BYTES);
    slots = table;
  }
}
