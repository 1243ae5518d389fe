package dev.hopwise.store.lake.rollup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Where the blocks of a segment lie. As the end of a file that is complete:
///
/// ```
/// (start epoch s:64 | offset:32 | dictionary bytes:32) per block … | last sequence:64 | last through:64
///   | CRC-32C of all before | length of all before:32 | "HRE1"
/// ```
///
/// Only grows; what was there stays as it is, so that a copy of the references and the count is a
/// snapshot.
final class BlockIndex {

  static final int END_BYTES = 3 * Integer.BYTES;

  private static final int MAGIC = 'H' | 'R' << 8 | 'E' << 16 | '1' << 24;
  private static final int ENTRY_BYTES = Long.BYTES + 2 * Integer.BYTES;

  private int count;
  private long[] starts = new long[16];
  private int[] offsets = new int[16];
  private int[] dictionaries = new int[16];
  private long minStart = Long.MAX_VALUE;
  private long maxStart = Long.MIN_VALUE;
  private long lastSequence;
  private long lastThrough;

  /// What was there at a moment.
  static final class Snapshot {
    private final int count;
    private final long[] starts;
    private final int[] offsets;
    private final int[] dictionaries;

    private Snapshot(BlockIndex index) {
      count = index.count;
      starts = index.starts;
      offsets = index.offsets;
      dictionaries = index.dictionaries;
    }

    int count() {
      return count;
    }

    long start(int block) {
      return starts[block];
    }

    int offset(int block) {
      return offsets[block];
    }

    /// Whether a block has series that the ones before it have not.
    boolean hasDictionary(int block) {
      return dictionaries[block] > 0;
    }
  }

  void add(BlockHeader header, long offset) {
    add(header.startEpochSeconds(), Math.toIntExact(offset), header.dictionaryBytes());
    lastSequence = header.sequence();
    lastThrough = header.through();
  }

  private void add(long start, int offset, int dictionaryBytes) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      offsets = Arrays.copyOf(offsets, count * 2);
      dictionaries = Arrays.copyOf(dictionaries, count * 2);
    }
    starts[count] = start;
    offsets[count] = offset;
    dictionaries[count++] = dictionaryBytes;
    minStart = Math.min(minStart, start);
    maxStart = Math.max(maxStart, start);
  }

  Snapshot snapshot() {
    return new Snapshot(this);
  }

  int count() {
    return count;
  }

  /// The earliest start; the largest long when empty.
  long minStart() {
    return minStart;
  }

  /// The latest start; the smallest long when empty.
  long maxStart() {
    return maxStart;
  }

  long lastSequence() {
    return lastSequence;
  }

  long lastThrough() {
    return lastThrough;
  }

  /// As bytes.
  ByteBuffer toBytes() {
    int length = count * ENTRY_BYTES + 2 * Long.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(length + END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putLong(starts[i]).putInt(offsets[i]).putInt(dictionaries[i]);
    }
    bytes.putLong(lastSequence).putLong(lastThrough);
    bytes.putInt(BlockHeader.crc(bytes.array(), 0, length)).putInt(length).putInt(MAGIC);
    return bytes.flip();
  }

  /// How long the index is, itself and what stands behind it, or -1 when these are not the last
  /// bytes of a complete file.
  ///
  /// @param end the last {@link #END_BYTES} bytes
  static int lengthOf(ByteBuffer end) {
    end.order(ByteOrder.LITTLE_ENDIAN);
    int length = end.getInt(Integer.BYTES);
    boolean whole = (length - 2 * Long.BYTES) % ENTRY_BYTES == 0 && length > 2 * Long.BYTES;
    return end.getInt(2 * Integer.BYTES) == MAGIC && whole ? length + END_BYTES : -1;
  }

  /// @throws DamagedBlockException when it is none
  static BlockIndex read(byte[] from) {
    ByteBuffer bytes = ByteBuffer.wrap(from).order(ByteOrder.LITTLE_ENDIAN);
    int length = from.length - END_BYTES;
    if (bytes.getInt(length) != BlockHeader.crc(from, 0, length)) {
      throw new DamagedBlockException("an index whose checksum is another");
    }
    BlockIndex index = new BlockIndex();
    while (bytes.position() < length - 2 * Long.BYTES) {
      index.add(bytes.getLong(), bytes.getInt(), bytes.getInt());
    }
    index.lastSequence = bytes.getLong();
    index.lastThrough = bytes.getLong();
    return index;
  }
}
