package dev.hopwise.store.lake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Words in arrays of bytes, and short texts compared and copied by them: most texts are shorter
/// than what makes a call of the general routine worth it.
final class Bytes {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /// What is longer the general routine copies faster.
  private static final int COPIED_BY_WORDS_MAX = 64;

  private Bytes() {}

  static int intAt(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at);
  }

  static long longAt(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  static void putInt(byte[] bytes, int at, int value) {
    INTS.set(bytes, at, value);
  }

  /// Copies from one array to another. The last word overlaps with the one before.
  static void copy(byte[] from, int fromOffset, byte[] to, int toOffset, int length) {
    if (length < Long.BYTES || length > COPIED_BY_WORDS_MAX) {
      System.arraycopy(from, fromOffset, to, toOffset, length);
      return;
    }
    int last = length - Long.BYTES;
    for (int at = 0; at < last; at += Long.BYTES) {
      LONGS.set(to, toOffset + at, longAt(from, fromOffset + at));
    }
    LONGS.set(to, toOffset + last, longAt(from, fromOffset + last));
  }

  /// Whether two ranges of the same length hold the same. The last word overlaps with the one
  /// before.
  static boolean equal(byte[] a, int aOffset, byte[] b, int bOffset, int length) {
    if (length >= Long.BYTES) {
      int last = length - Long.BYTES;
      for (int at = 0; at < last; at += Long.BYTES) {
        if (longAt(a, aOffset + at) != longAt(b, bOffset + at)) {
          return false;
        }
      }
      return longAt(a, aOffset + last) == longAt(b, bOffset + last);
    }
    if (length >= Integer.BYTES) {
      int last = length - Integer.BYTES;
      return intAt(a, aOffset) == intAt(b, bOffset)
          && intAt(a, aOffset + last) == intAt(b, bOffset + last);
    }
    for (int at = 0; at < length; at++) {
      if (a[aOffset + at] != b[bOffset + at]) {
        return false;
      }
    }
    return true;
  }
}
