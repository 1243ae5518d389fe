package dev.hopwise.sample.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/// Hashes under a key that is drawn when the process starts, so that a sender cannot make ids or
/// texts that collide. The mixing is wyhash's (Wang Yi, 2019): the two halves of a 128-bit product.
/// Never stored.
final class Mixing {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long KEY = new SecureRandom().nextLong() | 1;
  private static final int BYTE_MASK = 0xff;

  private Mixing() {}

  static long of(long a, long b) {
    return mix(mix(a ^ KEY) ^ b);
  }

  static long of(long seed, byte[] bytes, int offset, int length) {
    long hash = mix(seed ^ length);
    int at = offset;
    int end = offset + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = mix(hash ^ (long) LONGS.get(bytes, at));
    }
    long rest = 0;
    for (; at < end; at++) {
      rest = rest << Byte.SIZE | (bytes[at] & BYTE_MASK);
    }
    return mix(hash ^ rest);
  }

  private static long mix(long value) {
    long other = value ^ 0x9E3779B97F4A7C15L;
    return Math.unsignedMultiplyHigh(other, KEY) ^ (other * KEY);
  }
}
