package dev.hopwise.sample.record;

import java.util.Arrays;

/// The index of a segment that is still written: open addressing with linear probing, at most three
/// quarters full.
///
/// 12 bytes a slot; a segment of 16 MiB has about 450,000 decisions, so 12 MiB. One writer; readers
/// only under the same lock or once the segment is full.
final class TraceTable implements BlockIndex {

  private static final int SLOTS_INITIAL = 1 << 12;

  private long[] hashes = new long[SLOTS_INITIAL];
  private int[] blocks = new int[SLOTS_INITIAL];
  private int size;

  /// How many different hashes there are.
  int size() {
    return size;
  }

  /// Notes where the newest decision stands; an older one of the same hash is forgotten.
  void put(long hash, int block) {
    if (size >= hashes.length / 4 * 3) {
      grow();
    }
    int slot = slotOf(hash);
    if (blocks[slot] == NO_BLOCK) {
      hashes[slot] = hash;
      size++;
    }
    blocks[slot] = block;
  }

  @Override
  public int blockOf(long hash) {
    return blocks[slotOf(hash)];
  }

  @Override
  public long fileBytes() {
    return IndexFile.HEADER_BYTES + (long) size * IndexFile.ENTRY_BYTES;
  }

  /// All hashes, ascending as unsigned numbers.
  long[] sortedHashes() {
    long[] sorted = new long[size];
    int count = 0;
    for (int slot = 0; slot < hashes.length; slot++) {
      if (blocks[slot] != NO_BLOCK) {
        sorted[count++] = hashes[slot] ^ Long.MIN_VALUE;
      }
    }
    Arrays.sort(sorted);
    for (int i = 0; i < count; i++) {
      sorted[i] ^= Long.MIN_VALUE;
    }
    return sorted;
  }

  /// The hash's slot, or the free one where it belongs.
  private int slotOf(long hash) {
    int mask = hashes.length - 1;
    int slot = (int) hash & mask;
    while (blocks[slot] != NO_BLOCK && hashes[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldBlocks = blocks;
    hashes = new long[oldHashes.length * 2];
    blocks = new int[oldBlocks.length * 2];
    size = 0;
    for (int slot = 0; slot < oldHashes.length; slot++) {
      if (oldBlocks[slot] != NO_BLOCK) {
        put(oldHashes[slot], oldBlocks[slot]);
      }
    }
  }
}
