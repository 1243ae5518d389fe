package dev.hopwise.sample.record;

import java.util.Arrays;

/// Growing bytes: numbers in groups of seven bits, lowest first, as protobuf's varint; fixed ones
/// little-endian.
final class VarintOutput {

  private byte[] bytes = new byte[256];
  private int size;

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  void oneByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  void fixed64(long value) {
    room(Long.BYTES);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  void varint(long value) {
    room(VarintInput.VARINT_BYTES_MAX);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /// A number that may be negative: small ones of either sign stay short.
  void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  /// Length and bytes.
  void block(byte[] content) {
    varint(content.length);
    room(content.length);
    System.arraycopy(content, 0, bytes, size, content.length);
    size += content.length;
  }

  void append(VarintOutput other) {
    room(other.size);
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size += other.size;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
