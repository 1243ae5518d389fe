package dev.hopwise.store.lake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/// A hash of bytes under a key that is drawn when the process starts, so that a sender cannot make
/// texts that collide. The mixing is wyhash's (Wang Yi, 2019): the two halves of a 128-bit product.
/// Never stored.
final class KeyedHash {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long KEY_A;
  private static final long KEY_B;

  static {
    SecureRandom random = new SecureRandom();
    KEY_A = random.nextLong();
    KEY_B = random.nextLong() | 1;
  }

  private KeyedHash() {}

  static long of(byte[] bytes, int offset, int length) {
    long hash = KEY_A ^ length;
    int at = offset;
    int end = offset + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = mix(hash ^ (long) LONGS.get(bytes, at));
    }
    if (at < end) {
      hash = mix(hash ^ tail(bytes, offset, length));
    }
    return mix(hash);
  }

  static long of(long a, long b) {
    return mix(mix(KEY_A ^ a) ^ b);
  }

  /// The last bytes as one word, which may overlap with what was read before.
  private static long tail(byte[] bytes, int offset, int length) {
    if (length >= Long.BYTES) {
      return (long) LONGS.get(bytes, offset + length - Long.BYTES);
    }
    if (length >= Integer.BYTES) {
      long first = (int) INTS.get(bytes, offset);
      return (first << 32) ^ (int) INTS.get(bytes, offset + length - Integer.BYTES);
    }
    long word = 0;
    for (int i = 0; i < length; i++) {
      word = (word << 8) | (bytes[offset + i] & 0xff);
    }
    return word;
  }

  private static long mix(long value) {
    long other = value ^ KEY_B;
    return Math.unsignedMultiplyHigh(other, KEY_B) ^ (other * KEY_B);
  }
}
