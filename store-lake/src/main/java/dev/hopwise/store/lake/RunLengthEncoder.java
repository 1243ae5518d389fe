package dev.hopwise.store.lake;

/// Parquet's RLE/bit-packing hybrid (encoding RLE of the format's Encodings.md):
///
/// ```
/// run:      varint(count << 1)       value in (width+7)/8 bytes
/// literals: varint(groups << 1 | 1)  groups of 8 values, bit-packed
/// ```
///
/// Every group of literals but the last has to be whole, so a run begins only at a multiple of
/// eight values behind the beginning of the literals before it.
final class RunLengthEncoder {

  private static final int GROUP = 8;

  private final ByteOutput out;
  private final BitPacker bits;

  RunLengthEncoder(ByteOutput out) {
    this.out = out;
    this.bits = new BitPacker(out);
  }

  /// How many bits the numbers up to a maximum need.
  static int width(int max) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(max);
  }

  void encode(int[] values, int from, int to, int width) {
    int literals = from;
    int at = from;
    while (at < to) {
      int end = runEnd(values, at, to);
      if (end - at >= GROUP || (end == to && (at - literals) % GROUP == 0)) {
        literals(values, literals, at, width);
        run(values[at], end - at, width);
        at = end;
        literals = end;
      } else {
        at = Math.min(at + GROUP, to);
      }
    }
    literals(values, literals, to, width);
  }

  private static int runEnd(int[] values, int at, int to) {
    int value = values[at];
    int end = at + 1;
    while (end < to && values[end] == value) {
      end++;
    }
    return end;
  }

  private void run(int value, int count, int width) {
    out.varint((long) count << 1);
    for (int shift = 0; shift < width; shift += Byte.SIZE) {
      out.int8(value >>> shift);
    }
  }

  private void literals(int[] values, int from, int to, int width) {
    if (from == to) {
      return;
    }
    int groups = (to - from + GROUP - 1) / GROUP;
    out.varint(((long) groups << 1) | 1);
    int end = out.size() + groups * width;
    if (width > 0) {
      for (int i = from; i < to; i++) {
        bits.put(values[i], width);
      }
      bits.flush();
    }
    out.zeros(end - out.size());
  }
}
