package dev.hopwise.sample.buffer;

import dev.hopwise.model.KeepMark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The decisions of the last traces, so that late spans follow them. Two generations of a fixed
/// size: when the younger is full the older is forgotten, so that at least as many decisions as one
/// holds are remembered.
///
/// A trace is remembered by 64 bits of a keyed hash: among a million two share one with a
/// probability of 1 in 37 million.
///
/// Not thread-safe.
final class DecisionCache {

  static final int UNKNOWN = -2;
  static final int DROPPED = -1;

  /// A table begins so small and grows, so that an idle server holds next to nothing.
  private static final int SLOTS_INITIAL = 1 << 10;

  private final int capacity;
  private Generation young;
  private Generation old;

  /// @param capacity of one generation; a power of two
  DecisionCache(int capacity) {
    this.capacity = capacity;
    young = new Generation(capacity);
    old = new Generation(capacity);
  }

  void put(long traceIdHigh, long traceIdLow, @Nullable KeepMark mark) {
    long hash = hash(traceIdHigh, traceIdLow);
    if (young.count >= capacity && young.find(hash) == UNKNOWN) {
      Generation forgotten = old;
      old = young;
      young = forgotten;
      young.clear();
    }
    young.put(hash, mark);
  }

  /// {@link #UNKNOWN}, {@link #DROPPED}, or something to ask {@link #mark} for.
  int find(long traceIdHigh, long traceIdLow) {
    long hash = hash(traceIdHigh, traceIdLow);
    int found = young.find(hash);
    if (found != UNKNOWN) {
      return found == DROPPED ? DROPPED : found * 2;
    }
    found = old.find(hash);
    return found < 0 ? found : found * 2 + 1;
  }

  KeepMark mark(int found) {
    return ((found & 1) == 0 ? young : old).marks.get(found >>> 1);
  }

  private static long hash(long high, long low) {
    long hash = Mixing.of(high, low);
    return hash == 0 ? 1 : hash;
  }

  private static final class Generation {
    private final int slotsMax;
    private long[] hashes;
    private int[] decisions;
    private final List<KeepMark> marks = new ArrayList<>();
    private final Map<KeepMark, Integer> numbers = new HashMap<>();
    private int count;

    Generation(int capacity) {
      slotsMax = capacity * 2;
      hashes = new long[Math.min(SLOTS_INITIAL, slotsMax)];
      decisions = new int[hashes.length];
    }

    void clear() {
      Arrays.fill(hashes, 0);
      marks.clear();
      numbers.clear();
      count = 0;
    }

    void put(long hash, @Nullable KeepMark mark) {
      if (count * 2 >= hashes.length && hashes.length < slotsMax) {
        grow();
      }
      int at = slot(hash);
      count += hashes[at] == 0 ? 1 : 0;
      hashes[at] = hash;
      decisions[at] = mark == null ? DROPPED : number(mark);
    }

    int find(long hash) {
      int at = slot(hash);
      return hashes[at] == 0 ? UNKNOWN : decisions[at];
    }

    private void grow() {
      long[] before = hashes;
      int[] decided = decisions;
      hashes = new long[before.length * 2];
      decisions = new int[before.length * 2];
      for (int i = 0; i < before.length; i++) {
        if (before[i] != 0) {
          int at = slot(before[i]);
          hashes[at] = before[i];
          decisions[at] = decided[i];
        }
      }
    }

    private int slot(long hash) {
      int mask = hashes.length - 1;
      int at = (int) (hash >>> Integer.SIZE) & mask;
      while (hashes[at] != 0 && hashes[at] != hash) {
        at = (at + 1) & mask;
      }
      return at;
    }

    private int number(KeepMark mark) {
      Integer known = numbers.get(mark);
      if (known == null) {
        known = marks.size();
        marks.add(mark);
        numbers.put(mark, known);
      }
      return known;
    }
  }
}
