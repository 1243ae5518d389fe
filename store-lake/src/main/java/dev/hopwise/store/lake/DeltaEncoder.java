package dev.hopwise.store.lake;

/// Parquet's DELTA_BINARY_PACKED (Encodings.md), in blocks of 128 differences, four miniblocks
/// each:
///
/// ```
/// header: varint(128) varint(4) varint(values) zigzag(first value)
/// block:  zigzag(smallest difference) 4 bytes of widths, then the miniblocks bit-packed
/// ```
///
/// Differences wrap around, as the format says.
final class DeltaEncoder {

  private static final int BLOCK = 128;
  private static final int MINIBLOCKS = 4;
  private static final int MINIBLOCK = BLOCK / MINIBLOCKS;

  private final ByteOutput out;
  private final BitPacker bits;
  private final long[] differences = new long[BLOCK];

  DeltaEncoder(ByteOutput out) {
    this.out = out;
    this.bits = new BitPacker(out);
  }

  /// 64-bit numbers.
  void encode(long[] values, int from, int to) {
    out.varint(BLOCK);
    out.varint(MINIBLOCKS);
    out.varint(to - from);
    out.zigzag(from == to ? 0 : values[from]);
    for (int at = from + 1; at < to; at += BLOCK) {
      block(values, at, Math.min(BLOCK, to - at));
    }
  }

  private void block(long[] values, int at, int count) {
    long smallest = Long.MAX_VALUE;
    long previous = values[at - 1];
    for (int i = 0; i < count; i++) {
      long value = values[at + i];
      differences[i] = value - previous;
      previous = value;
      smallest = Math.min(smallest, differences[i]);
    }
    out.zigzag(smallest);
    int widths = out.size();
    out.zeros(MINIBLOCKS);
    for (int mini = 0; mini * MINIBLOCK < count; mini++) {
      int from = mini * MINIBLOCK;
      int to = Math.min(count, from + MINIBLOCK);
      out.int8At(widths + mini, miniblock(from, to, smallest));
    }
  }

  /// Packs the differences above the smallest and returns their width. A miniblock is whole on
  /// disk.
  private int miniblock(int from, int to, long smallest) {
    long all = 0;
    for (int i = from; i < to; i++) {
      differences[i] -= smallest;
      all |= differences[i];
    }
    int width = Long.SIZE - Long.numberOfLeadingZeros(all);
    if (width > 0) {
      for (int i = from; i < from + MINIBLOCK; i++) {
        bits.put(i < to ? differences[i] : 0, width);
      }
      bits.flush();
    }
    return width;
  }
}
