package dev.hopwise.store.lake;

/// Decodes DELTA_BINARY_PACKED (Encodings.md of the Apache Parquet format): blocks of differences,
/// each less the block's smallest, bit-packed by miniblock.
///
/// The buffer must have {@link RunLength#PADDING} bytes behind the end.
final class DeltaNumbers {

  private static final int BLOCK_MAX = 1 << 16;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int count;

  DeltaNumbers(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  /// Where the bytes behind the numbers begin, once all were read.
  int position() {
    return at;
  }

  /// Decodes the first ones.
  ///
  /// @param expected how many there must be in all
  /// @param needed how many of them
  void read(long[] to, int expected, int needed) {
    int blockSize = size(varint());
    int miniblocks = size(varint());
    count = size(varint());
    if (count != expected) {
      throw new MalformedBytesException(count + " numbers where " + expected + " are due");
    }
    if (miniblocks == 0 || blockSize % (miniblocks * 8) != 0 || blockSize > BLOCK_MAX) {
      throw new MalformedBytesException("blocks of " + blockSize + " in " + miniblocks);
    }
    long value = zigzag();
    if (needed > 0) {
      to[0] = value;
    }
    int done = 1;
    while (done < needed) {
      done = block(to, done, needed, miniblocks, blockSize / miniblocks);
    }
  }

  private int block(long[] to, int from, int needed, int miniblocks, int perMiniblock) {
    long smallest = zigzag();
    int widths = at;
    advance(miniblocks);
    int done = from;
    for (int i = 0; i < miniblocks && done < needed; i++) {
      int width = bytes[widths + i] & 0xff;
      int now = Math.min(perMiniblock, needed - done);
      int packed = at;
      advance(packedBytes(width, perMiniblock));
      unpack(to, done, now, width, packed, smallest);
      done += now;
    }
    return done;
  }

  private int packedBytes(int width, int numbers) {
    if (width > Long.SIZE) {
      throw new MalformedBytesException("differences of " + width + " bits");
    }
    return width * numbers / 8;
  }

  private void unpack(long[] to, int from, int many, int width, int packed, long smallest) {
    long value = to[from - 1];
    if (width == 0) {
      for (int i = 0; i < many; i++) {
        value += smallest;
        to[from + i] = value;
      }
      return;
    }
    long mask = -1L >>> (Long.SIZE - width);
    int bit = 0;
    for (int i = 0; i < many; i++, bit += width) {
      int first = packed + (bit >>> 3);
      int shift = bit & 7;
      long word = (long) RunLength.LONGS.get(bytes, first) >>> shift;
      if (shift + width > Long.SIZE) {
        word |= (long) (bytes[first + Long.BYTES] & 0xff) << (Long.SIZE - shift);
      }
      value += smallest + (word & mask);
      to[from + i] = value;
    }
  }

  private void advance(int length) {
    if (length > end - at) {
      throw new MalformedBytesException("the differences end too early");
    }
    at += length;
  }

  private static int size(long value) {
    return ThriftReader.checkSize(value, "a size among differences");
  }

  private long zigzag() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      advance(1);
      byte next = bytes[at - 1];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedBytesException("a number is longer than ten bytes");
  }
}
