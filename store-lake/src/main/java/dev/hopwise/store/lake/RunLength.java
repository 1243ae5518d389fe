package dev.hopwise.store.lake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Decodes Parquet's hybrid of run-length encoding and bit packing (Encodings.md, "RLE"), for
/// levels and dictionary indexes.
///
/// The buffer must have {@link #PADDING} bytes behind the end, since packed numbers are read eight
/// bytes at a time.
final class RunLength {

  static final int PADDING = 16;

  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private final int width;
  private final int valueBytes;
  private final long mask;
  private int at;

  /// Of the current run: what is left of it, and its value, or where its packed numbers begin.
  private int left;

  private boolean packed;
  private int value;
  private int packedAt;
  private int packedIndex;

  /// @param width bits of a number, 0 to 32
  RunLength(byte[] bytes, int from, int to, int width) {
    if (width < 0 || width > Integer.SIZE) {
      throw new MalformedBytesException("numbers of " + width + " bits");
    }
    this.bytes = bytes;
    this.at = from;
    this.end = to;
    this.width = width;
    this.valueBytes = (width + 7) / 8;
    this.mask = (1L << width) - 1;
  }

  /// Bits that a number up to this takes.
  static int width(int max) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(max);
  }

  /// Passes over numbers; packed ones are not looked at.
  void skip(int count) {
    int remaining = count;
    while (remaining > 0) {
      int now = Math.min(remaining, run());
      consume(now);
      remaining -= now;
    }
  }

  void read(int[] to, int count) {
    int done = 0;
    while (done < count) {
      int now = Math.min(count - done, run());
      if (packed) {
        unpack(to, done, now);
      } else {
        Arrays.fill(to, done, done + now, value);
      }
      consume(now);
      done += now;
    }
  }

  /// For numbers below 128.
  void read(byte[] to, int count) {
    int done = 0;
    while (done < count) {
      int now = Math.min(count - done, run());
      if (packed) {
        unpack(to, done, now);
      } else {
        Arrays.fill(to, done, done + now, (byte) value);
      }
      consume(now);
      done += now;
    }
  }

  private void consume(int count) {
    left -= count;
    packedIndex += count;
  }

  private void unpack(int[] to, int offset, int count) {
    byte[] from = bytes;
    long bit = (long) packedIndex * width;
    for (int i = 0; i < count; i++, bit += width) {
      long word = (long) LONGS.get(from, packedAt + (int) (bit >>> 3));
      to[offset + i] = (int) (word >>> (bit & 7) & mask);
    }
  }

  private void unpack(byte[] to, int offset, int count) {
    byte[] from = bytes;
    long bit = (long) packedIndex * width;
    for (int i = 0; i < count; i++, bit += width) {
      long word = (long) LONGS.get(from, packedAt + (int) (bit >>> 3));
      to[offset + i] = (byte) (word >>> (bit & 7) & mask);
    }
  }

  /// What is left of the current run, beginning the next one when it is used up; empty runs are
  /// passed over.
  private int run() {
    while (left == 0) {
      int head = varint();
      packed = (head & 1) != 0;
      if (packed) {
        beginPacked(head >>> 1);
      } else {
        beginRepeated(head >>> 1);
      }
    }
    return left;
  }

  /// The last group may be cut off behind the numbers that count, which some writers do.
  private void beginPacked(int groups) {
    long length = (long) groups * width;
    if (groups > Integer.MAX_VALUE / 8 || (at == end && width > 0)) {
      throw new MalformedBytesException("a packed run of " + groups + " groups at the end");
    }
    packedAt = at;
    packedIndex = 0;
    int available = end - at;
    left = length <= available ? groups * 8 : Math.toIntExact(available * 8L / width);
    at += (int) Math.min(length, available);
  }

  private void beginRepeated(int count) {
    if (valueBytes > end - at) {
      throw new MalformedBytesException("a run ends within its value");
    }
    value = 0;
    for (int i = 0; i < valueBytes; i++) {
      value |= (bytes[at++] & 0xff) << (8 * i);
    }
    packedIndex = 0;
    left = count;
  }

  private int varint() {
    int result = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      if (at == end) {
        throw new MalformedBytesException("the numbers end too early");
      }
      byte next = bytes[at++];
      result |= (next & 0x7f) << shift;
      if (next >= 0) {
        return result;
      }
    }
    throw new MalformedBytesException("a run's length is longer than five bytes");
  }
}
