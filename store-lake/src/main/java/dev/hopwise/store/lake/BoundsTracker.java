package dev.hopwise.store.lake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The smallest and the largest of the texts of a column chunk, by UTF-8 bytes, unsigned. Meant to
/// be given the texts where they have just been copied to, in the order of memory. Used by one
/// thread.
final class BoundsTracker {

  private static final VarHandle LONG_BE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte @Nullable [] lower;
  private byte @Nullable [] upper;

  /// The first eight bytes of either, which decide about nearly all texts: a text whose first eight
  /// bytes lie between them is no new bound.
  private long lowerPrefix;

  private long upperPrefix;

  void clear() {
    lower = null;
    upper = null;
  }

  /// Null when there was no text.
  byte @Nullable [] lower() {
    return lower;
  }

  /// Null when there was no text.
  byte @Nullable [] upper() {
    return upper;
  }

  void add(byte[] bytes, int offset, int length) {
    byte[] low = lower;
    byte[] high = upper;
    if (low == null || high == null) {
      setLower(bytes, offset, length);
      setUpper(bytes, offset, length);
      return;
    }
    long prefix = prefix(bytes, offset, length);
    if (prefix > lowerPrefix && prefix < upperPrefix) {
      return;
    }
    int end = offset + length;
    if (Arrays.compareUnsigned(bytes, offset, end, low, 0, low.length) < 0) {
      setLower(bytes, offset, length);
    } else if (Arrays.compareUnsigned(bytes, offset, end, high, 0, high.length) > 0) {
      setUpper(bytes, offset, length);
    }
  }

  private void setLower(byte[] bytes, int offset, int length) {
    lower = Arrays.copyOfRange(bytes, offset, offset + length);
    lowerPrefix = prefix(bytes, offset, length);
  }

  private void setUpper(byte[] bytes, int offset, int length) {
    upper = Arrays.copyOfRange(bytes, offset, offset + length);
    upperPrefix = prefix(bytes, offset, length);
  }

  /// In the order of the bytes: short texts are padded with zeros, and the top bit is turned so
  /// that signed comparison does.
  private static long prefix(byte[] bytes, int offset, int length) {
    if (length >= Long.BYTES) {
      return (long) LONG_BE.get(bytes, offset) ^ Long.MIN_VALUE;
    }
    long word = 0;
    for (int i = 0; i < length; i++) {
      word |= (bytes[offset + i] & 0xffL) << (Long.SIZE - Byte.SIZE * (i + 1));
    }
    return word ^ Long.MIN_VALUE;
  }
}
