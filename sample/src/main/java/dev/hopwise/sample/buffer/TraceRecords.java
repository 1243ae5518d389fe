package dev.hopwise.sample.buffer;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// What is known of each buffered trace beside its spans: fixed fields in pages of numbers, found
/// by trace id through an open-addressing index. Not thread-safe.
final class TraceRecords {

  static final int NONE = -1;

  static final int ID_HIGH = 0;
  static final int ID_LOW = 1;

  /// Place of the span that came last.
  static final int LAST = 2;

  /// Place of the root span, or {@link SpanRing#NONE}.
  static final int ROOT = 3;

  static final int SPANS = 4;

  /// Of the encoded spans.
  static final int BYTES = 5;

  static final int FIRST_ARRIVAL = 6;
  static final int LAST_ARRIVAL = 7;
  static final int START = 8;
  static final int END = 9;
  static final int CONDITIONS = 10;
  static final int GENERATION = 11;
  static final int RANDOMNESS = 12;

  /// Journal position before the record of its first span.
  static final int POSITION = 13;

  static final int FLAGS = 14;

  /// Chunk slot in the high half, spans there in the low half; twice. Further chunks set {@link
  /// #SCATTERED}.
  static final int CHUNK_A = 15;

  static final int CHUNK_B = 16;

  /// Bytes of its entries in the two chunks: high and low half.
  static final int CHUNK_BYTES = 17;

  /// The sequence in the high half, the tick it waits for in the low half.
  static final int WAIT = 18;

  /// How many of its spans failed, and the place of the one that came last.
  static final int ERRORS = 19;

  static final int LAST_ERROR = 20;

  static final int SCATTERED = 2;

  /// It was decided, and waits for its decision to be written down.
  static final int DECIDED = 4;

  /// Its trace was dropped before; these are spans that came afterwards.
  static final int AFTER_DROP = 8;

  private static final int FIELDS = 21;
  private static final int PAGE_BITS = 10;
  private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
  private static final int SLOTS_INITIAL = 1 << 10;

  private long[][] pages = new long[1][];
  private int[] free = new int[SLOTS_INITIAL];
  private int freeCount;
  private int made;
  private int count;
  private int sequence;

  /// Record numbers plus one.
  private int[] slots = new int[SLOTS_INITIAL];

  /// Traces at present.
  int count() {
    return count;
  }

  long get(int record, int field) {
    return pages[record >>> PAGE_BITS][(record & PAGE_MASK) * FIELDS + field];
  }

  void put(int record, int field, long value) {
    pages[record >>> PAGE_BITS][(record & PAGE_MASK) * FIELDS + field] = value;
  }

  void add(int record, int field, long more) {
    pages[record >>> PAGE_BITS][(record & PAGE_MASK) * FIELDS + field] += more;
  }

  boolean has(int record, int flag) {
    return (get(record, FLAGS) & flag) != 0;
  }

  void set(int record, int flag) {
    put(record, FLAGS, get(record, FLAGS) | flag);
  }

  /// Tells a record from earlier and later ones of the same number.
  int sequence(int record) {
    return (int) (get(record, WAIT) >>> Integer.SIZE);
  }

  boolean isLive(int record, int sequenceThen) {
    return record < made && sequence(record) == sequenceThen;
  }

  /// The record of a trace, or {@link #NONE}.
  int find(long high, long low) {
    int mask = slots.length - 1;
    for (int at = home(high, low); slots[at] != 0; at = (at + 1) & mask) {
      int record = slots[at] - 1;
      if (get(record, ID_LOW) == low && get(record, ID_HIGH) == high) {
        return record;
      }
    }
    return NONE;
  }

  /// A record for a trace that has none; its fields are 0 but for the id and the sequence.
  int create(long high, long low) {
    if ((count + 1) * 2 > slots.length) {
      grow();
    }
    int record = freeCount > 0 ? free[--freeCount] : makeRecord();
    int at = (record & PAGE_MASK) * FIELDS;
    Arrays.fill(pages[record >>> PAGE_BITS], at, at + FIELDS, 0);
    put(record, ID_HIGH, high);
    put(record, ID_LOW, low);
    sequence = sequence == Integer.MAX_VALUE ? 1 : sequence + 1;
    put(record, WAIT, (long) sequence << Integer.SIZE);
    place(record, high, low);
    count++;
    return record;
  }

  /// Gives a record back.
  void remove(int record) {
    int mask = slots.length - 1;
    int at = home(get(record, ID_HIGH), get(record, ID_LOW));
    while (slots[at] != record + 1) {
      at = (at + 1) & mask;
    }
    closeGap(at);
    put(record, WAIT, 0);
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, freeCount * 2);
    }
    free[freeCount++] = record;
    count--;
  }

  /// Moves what stands behind a removed slot forward, so that no search ends too early (Knuth,
  /// TAOCP volume 3, algorithm 6.4R).
  private void closeGap(int removed) {
    int mask = slots.length - 1;
    int gap = removed;
    for (int at = (gap + 1) & mask; slots[at] != 0; at = (at + 1) & mask) {
      int record = slots[at] - 1;
      int home = home(get(record, ID_HIGH), get(record, ID_LOW));
      if (((at - home) & mask) >= ((at - gap) & mask)) {
        slots[gap] = slots[at];
        gap = at;
      }
    }
    slots[gap] = 0;
  }

  private int makeRecord() {
    int page = made >>> PAGE_BITS;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, page * 2);
    }
    if (pages[page] == null) {
      pages[page] = new long[FIELDS << PAGE_BITS];
    }
    return made++;
  }

  private void grow() {
    int[] before = slots;
    slots = new int[before.length * 2];
    for (int each : before) {
      if (each != 0) {
        place(each - 1, get(each - 1, ID_HIGH), get(each - 1, ID_LOW));
      }
    }
  }

  private void place(int record, long high, long low) {
    int mask = slots.length - 1;
    int at = home(high, low);
    while (slots[at] != 0) {
      at = (at + 1) & mask;
    }
    slots[at] = record + 1;
  }

  void forEach(IntConsumer each) {
    for (int slot : slots.clone()) {
      if (slot != 0) {
        each.accept(slot - 1);
      }
    }
  }

  private int home(long high, long low) {
    return (int) Mixing.of(high, low) & (slots.length - 1);
  }
}
