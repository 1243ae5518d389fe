package dev.hopwise.store.lake;

import java.util.function.LongConsumer;

/// A growing set of well-mixed longs, by open addressing.
final class LongSet {

  private static final int SLOTS_MIN = 1 << 12;

  private long[] slots;
  private int size;
  private boolean hasZero;

  LongSet() {
    this(0);
  }

  /// @param sizeExpected growing is dear, since every long is put at another random place
  LongSet(int sizeExpected) {
    slots = new long[Math.max(SLOTS_MIN, Integer.highestOneBit(Math.max(1, sizeExpected)) * 2)];
  }

  /// Zero marks a free slot, so it is kept aside.
  void add(long value) {
    if (value == 0) {
      hasZero = true;
      return;
    }
    if (insert(slots, value) && ++size > slots.length / 2) {
      grow();
    }
  }

  int size() {
    return size + (hasZero ? 1 : 0);
  }

  void forEach(LongConsumer consumer) {
    if (hasZero) {
      consumer.accept(0);
    }
    for (long value : slots) {
      if (value != 0) {
        consumer.accept(value);
      }
    }
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long value : slots) {
      if (value != 0) {
        insert(larger, value);
      }
    }
    slots = larger;
  }

  private static boolean insert(long[] slots, long value) {
    int mask = slots.length - 1;
    int at = (int) value & mask;
    while (slots[at] != 0) {
      if (slots[at] == value) {
        return false;
      }
      at = (at + 1) & mask;
    }
    slots[at] = value;
    return true;
  }
}
