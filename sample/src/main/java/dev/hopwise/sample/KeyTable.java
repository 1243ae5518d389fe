package dev.hopwise.sample;

import java.util.Arrays;

/// Gives each of a bounded number of keys a slot. What is known of a key stands in arrays of the
/// owner's, of length {@link #slotCount}, at the key's slot.
///
/// A key may stand in one of eight places. Where all are taken, the one that was touched longest
/// ago makes room if that is long enough; else the newcomer shares the overflow slot with all who
/// found none. So a flood of new keys can neither fill the memory nor push out what is in use.
///
/// Not thread-safe.
final class KeyTable {

  private static final int WAYS = 8;
  private static final long FREE = Long.MIN_VALUE;

  private final long[] keys;
  private final long[] touchedNanos;
  private final int bucketMask;
  private final int overflow;
  private boolean wasNew;

  /// @param keysMax rounded up to a power of two
  KeyTable(int keysMax) {
    int size = Math.max(WAYS, Integer.highestOneBit(keysMax * 2 - 1));
    keys = new long[size];
    touchedNanos = new long[size];
    Arrays.fill(touchedNanos, FREE);
    bucketMask = size / WAYS - 1;
    overflow = size;
  }

  /// Keys and the overflow.
  int slotCount() {
    return overflow + 1;
  }

  /// The slot of a key, which is made when there is none.
  ///
  /// @param idleNanos a key that was not touched for so long may be forgotten for a new one
  int touch(long key, long nowNanos, long idleNanos) {
    int bucket = (int) (key ^ (key >>> 32)) & bucketMask;
    int oldest = bucket * WAYS;
    for (int slot = bucket * WAYS; slot < (bucket + 1) * WAYS; slot++) {
      if (keys[slot] == key && touchedNanos[slot] != FREE) {
        touchedNanos[slot] = nowNanos;
        wasNew = false;
        return slot;
      }
      oldest = touchedNanos[slot] < touchedNanos[oldest] ? slot : oldest;
    }
    boolean free = touchedNanos[oldest] == FREE || touchedNanos[oldest] <= nowNanos - idleNanos;
    return free ? take(oldest, key, nowNanos) : overflow();
  }

  /// Whether the slot that was given last is a new key's: what stands there is of another.
  boolean wasNew() {
    return wasNew;
  }

  private int take(int slot, long key, long nowNanos) {
    keys[slot] = key;
    touchedNanos[slot] = nowNanos;
    wasNew = true;
    return slot;
  }

  private int overflow() {
    wasNew = false;
    return overflow;
  }
}
