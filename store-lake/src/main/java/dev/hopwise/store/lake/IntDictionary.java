package dev.hopwise.store.lake;

import java.util.Arrays;

/// 32-bit numbers with an id each, counted from 1. Used by one thread.
final class IntDictionary {

  private static final int SIZE_INITIAL = 1 << 8;

  /// Small numbers, which most are, need no hashing.
  private final int[] small = new int[SIZE_INITIAL];

  private int[] numbers = new int[SIZE_INITIAL];
  private int[] slots = new int[SIZE_INITIAL * 2];
  private int count = 1;

  void clear() {
    Arrays.fill(small, 0);
    Arrays.fill(slots, 0);
    count = 1;
  }

  /// One more than the largest id.
  int count() {
    return count;
  }

  int number(int id) {
    return numbers[id];
  }

  int id(int number) {
    if (number >= 0 && number < small.length) {
      if (small[number] == 0) {
        small[number] = add(number);
      }
      return small[number];
    }
    int at = slot(number);
    if (slots[at] != 0) {
      return slots[at];
    }
    int id = add(number);
    slots[at] = id;
    if (count * 2 > slots.length) {
      grow();
    }
    return id;
  }

  private int add(int number) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, count * 2);
    }
    numbers[count] = number;
    return count++;
  }

  private int slot(int number) {
    int mask = slots.length - 1;
    int at = (int) KeyedHash.of(number, 0) & mask;
    while (slots[at] != 0 && numbers[slots[at]] != number) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    for (int id = 1; id < count; id++) {
      int number = numbers[id];
      if (number < 0 || number >= small.length) {
        slots[slot(number)] = id;
      }
    }
  }
}
