package dev.hopwise.store.lake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Growing output of bytes, little-endian unless said otherwise. Meant to be reused; used by one
/// thread.
final class ByteOutput {

  private static final VarHandle LONG_LE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG_BE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_LE =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int VARINT_BYTES_MAX = 10;

  private byte[] bytes;
  private int size;

  ByteOutput(int capacity) {
    bytes = new byte[capacity];
  }

  /// The array, of which {@link #size} bytes are written; replaced when it grows.
  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  void int8(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  void int32(int value) {
    reserve(Integer.BYTES);
    INT_LE.set(bytes, size, value);
    size += Integer.BYTES;
  }

  /// Writes over four bytes that were written before.
  void int32At(int offset, int value) {
    INT_LE.set(bytes, offset, value);
  }

  void int8At(int offset, int value) {
    bytes[offset] = (byte) value;
  }

  void int64(long value) {
    reserve(Long.BYTES);
    LONG_LE.set(bytes, size, value);
    size += Long.BYTES;
  }

  void int64BigEndian(long value) {
    reserve(Long.BYTES);
    LONG_BE.set(bytes, size, value);
    size += Long.BYTES;
  }

  void raw(byte[] from, int offset, int length) {
    reserve(length);
    Bytes.copy(from, offset, bytes, size, length);
    size += length;
  }

  void zeros(int count) {
    reserve(count);
    Arrays.fill(bytes, size, size + count, (byte) 0);
    size += count;
  }

  /// Base-128, least significant group first.
  void varint(long value) {
    reserve(VARINT_BYTES_MAX);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /// As {@link #varint}, small negative numbers being short too.
  void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  private void reserve(int more) {
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.multiplyExact(bytes.length, 2), size + more));
    }
  }
}
