package dev.hopwise.sample.reachback;

import dev.hopwise.model.TraceId;
import java.util.Arrays;

/// The traces of one hash range that may be kept, with what has to be known of each: open
/// addressing over arrays, 41 bytes a slot.
///
/// When it is full it narrows its range and forgets the rest, which is found again later.
final class TraceTable {

  /// `state`: no trace here.
  static final byte FREE = 0;

  /// May match.
  static final byte CANDIDATE = 1;

  /// Matches, or is kept already, or is not reach-back's to decide.
  static final byte EXCLUDED = 2;

  /// Matches and was dropped.
  static final byte MATCHED = 3;

  /// Is to be kept.
  static final byte CHOSEN = 4;

  /// Was kept by an earlier attempt, part of its spans may be stored.
  static final byte REPEATED = 5;

  static final int ABSENT = -1;
  private static final int SLOT_BYTES = 3 * Long.BYTES + 4 * Integer.BYTES + 1;
  private static final int SLOTS_INITIAL = 1 << 10;

  private final int slotsMax;
  private HashRange range;
  private int size;
  private long bytesPeak;

  long[] high;
  long[] low;

  /// R of the trace.
  long[] randomness;

  int[] spans;

  /// How much of it lies in the pile.
  int[] pileBytes;

  /// Which of the promotions it was in.
  int[] promotion;

  /// Which mark its spans get.
  int[] mark;

  byte[] state;

  TraceTable(HashRange range, long bytesMax) {
    this.range = range;
    slotsMax = Math.max(16, Integer.highestOneBit((int) Math.min(1 << 26, bytesMax / SLOT_BYTES)));
    allocate(Math.min(SLOTS_INITIAL, slotsMax));
  }

  HashRange range() {
    return range;
  }

  int slots() {
    return state.length;
  }

  int size() {
    return size;
  }

  /// The most memory that its arrays took at once.
  long bytesPeak() {
    return bytesPeak;
  }

  TraceId id(int slot) {
    return new TraceId(high[slot], low[slot]);
  }

  /// The slot of a trace, or {@link #ABSENT}.
  int find(long traceIdHigh, long traceIdLow) {
    long hash = HashRange.hash(traceIdHigh, traceIdLow);
    return range.contains(hash) ? found(place(hash, traceIdHigh, traceIdLow)) : ABSENT;
  }

  /// Adds a trace if it lies in the range and is not there yet.
  void add(long traceIdHigh, long traceIdLow) {
    long hash = HashRange.hash(traceIdHigh, traceIdLow);
    if (!range.contains(hash)) {
      return;
    }
    int slot = place(hash, traceIdHigh, traceIdLow);
    if (state[slot] != FREE) {
      return;
    }
    if (size >= slots() / 4 * 3) {
      makeRoom();
      add(traceIdHigh, traceIdLow);
      return;
    }
    put(slot, traceIdHigh, traceIdLow);
  }

  private void put(int slot, long traceIdHigh, long traceIdLow) {
    high[slot] = traceIdHigh;
    low[slot] = traceIdLow;
    randomness[slot] = -1;
    state[slot] = CANDIDATE;
    size++;
  }

  private int found(int slot) {
    return state[slot] == FREE ? ABSENT : slot;
  }

  /// Where a trace is, or would be.
  private int place(long hash, long traceIdHigh, long traceIdLow) {
    int slot = (int) hash & slots() - 1;
    while (state[slot] != FREE && (high[slot] != traceIdHigh || low[slot] != traceIdLow)) {
      slot = slot + 1 & slots() - 1;
    }
    return slot;
  }

  private void makeRoom() {
    if (slots() == slotsMax) {
      if (range.width() == 1) {
        throw new IllegalStateException(size + " traces of one hash");
      }
      range = range.half();
    }
    long[] oldHigh = high;
    long[] oldLow = low;
    byte[] oldState = state;
    long before = bytes();
    allocate(Math.min(slotsMax, slots() * 2));
    bytesPeak = Math.max(bytesPeak, before + bytes());
    size = 0;
    for (int i = 0; i < oldState.length; i++) {
      if (oldState[i] != FREE) {
        add(oldHigh[i], oldLow[i]);
      }
    }
  }

  /// The memory that its arrays take now.
  long bytes() {
    return (long) slots() * SLOT_BYTES;
  }

  private void allocate(int slots) {
    high = new long[slots];
    low = new long[slots];
    randomness = new long[slots];
    Arrays.fill(randomness, -1);
    spans = new int[slots];
    pileBytes = new int[slots];
    promotion = new int[slots];
    mark = new int[slots];
    state = new byte[slots];
    bytesPeak = Math.max(bytesPeak, bytes());
  }
}
