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

  private static final int LANES = 4;

  private static final long KEY_A;
  private static final long KEY_B;
  private static final long LANE_B;
  private static final long LANE_C;
  private static final long LANE_D;

  static {
    SecureRandom random = new SecureRandom();
    KEY_A = random.nextLong();
    KEY_B = random.nextLong() | 1;
    LANE_B = random.nextLong();
    LANE_C = random.nextLong();
    LANE_D = random.nextLong();
  }

  private KeyedHash() {}

  static long of(byte[] bytes, int offset, int length) {
    long hash = KEY_A ^ length;
    int at = offset;
    int end = offset + length;
    if (length >= LANES * 2 * Long.BYTES) {
      hash = lanes(bytes, offset, length, hash);
      at += length / (LANES * Long.BYTES) * (LANES * Long.BYTES);
    }
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = mix(hash ^ (long) LONGS.get(bytes, at));
    }
    if (at < end) {
      hash = mix(hash ^ tail(bytes, offset, length));
    }
    return mix(hash);
  }

  /// A long text in four lanes, which do not wait for one another. Whole steps only.
  private static long lanes(byte[] bytes, int offset, int length, long start) {
    long a = start;
    long b = start ^ LANE_B;
    long c = start ^ LANE_C;
    long d = start ^ LANE_D;
    int end = offset + length / (LANES * Long.BYTES) * (LANES * Long.BYTES);
    for (int at = offset; at < end; at += LANES * Long.BYTES) {
      a = mix(a ^ (long) LONGS.get(bytes, at));
      b = mix(b ^ (long) LONGS.get(bytes, at + Long.BYTES));
      c = mix(c ^ (long) LONGS.get(bytes, at + 2 * Long.BYTES));
      d = mix(d ^ (long) LONGS.get(bytes, at + 3 * Long.BYTES));
    }
    return mix(mix(mix(a ^ b) ^ c) ^ d);
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
