package dev.hopwise.store.lake.rollup;

import java.util.Arrays;

/// A growing array of bytes for numbers of seven bits a byte, the lowest first. Not thread-safe.
final class VarintBytes {

  private static final int BITS = 7;
  private static final int MORE = 0x80;

  private byte[] bytes = new byte[256];
  private int length;

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /// @param value read as unsigned
  void put(long value) {
    makeRoom(Long.BYTES + 2);
    long rest = value;
    while ((rest & ~(MORE - 1L)) != 0) {
      bytes[length++] = (byte) (rest | MORE);
      rest >>>= BITS;
    }
    bytes[length++] = (byte) rest;
  }

  /// A number that is often near zero, of either sign.
  void putSigned(int value) {
    put(Integer.toUnsignedLong((value << 1) ^ (value >> (Integer.SIZE - 1))));
  }

  void put(byte[] from) {
    makeRoom(from.length);
    System.arraycopy(from, 0, bytes, length, from.length);
    length += from.length;
  }

  void put(VarintBytes other) {
    makeRoom(other.length);
    System.arraycopy(other.bytes, 0, bytes, length, other.length);
    length += other.length;
  }

  /// The array; its first {@link #length} bytes count.
  byte[] bytes() {
    return bytes;
  }

  private void makeRoom(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
