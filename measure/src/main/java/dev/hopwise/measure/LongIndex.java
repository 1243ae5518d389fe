package dev.hopwise.measure;

/// A map from longs to numbers from 0 on, that only grows. Not thread-safe.
final class LongIndex {

  private static final int SLOTS_INITIAL = 64;

  private long[] keys = new long[SLOTS_INITIAL];

  /// Number + 1; 0 where free. At most half are taken.
  private int[] numbers = new int[SLOTS_INITIAL];

  private int count;

  /// The number of a key, or -1.
  int find(long key) {
    return numbers[slot(key)] - 1;
  }

  /// Adds a key that is not there yet.
  void add(long key, int number) {
    if (count * 2 >= keys.length) {
      grow();
    }
    int slot = slot(key);
    keys[slot] = key;
    numbers[slot] = number + 1;
    count++;
  }

  /// Where a key is, or where it would be put.
  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = Hash.of(key) & mask;
    while (numbers[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldNumbers = numbers;
    keys = new long[oldKeys.length * 2];
    numbers = new int[oldKeys.length * 2];
    for (int old = 0; old < oldKeys.length; old++) {
      if (oldNumbers[old] != 0) {
        int slot = slot(oldKeys[old]);
        keys[slot] = oldKeys[old];
        numbers[slot] = oldNumbers[old];
      }
    }
  }
}
