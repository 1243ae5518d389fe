package dev.hopwise.model.otlp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Growing protobuf output. Fields that hold their default (0, empty) are left out by the `…Field`
/// methods, as proto3 does.
///
/// Not thread-safe; {@link #clear} makes it reusable.
public final class ProtoWriter {

  private static final int BYTES_INITIAL = 256;

  private byte[] bytes;
  private int size;

  public ProtoWriter() {
    bytes = new byte[BYTES_INITIAL];
  }

  /// How many bytes were written.
  public int size() {
    return size;
  }

  /// A copy of what was written.
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /// The array that holds what was written in its first {@link #size} bytes; valid until the next
  /// write.
  public byte[] array() {
    return bytes;
  }

  /// Starts again.
  public ProtoWriter clear() {
    size = 0;
    return this;
  }

  /// A number field, left out when zero.
  public void varintField(int tag, long value) {
    if (value != 0) {
      varint(tag);
      varint(value);
    }
  }

  /// A 64-bit field, left out when zero.
  public void fixed64Field(int tag, long value) {
    if (value != 0) {
      varint(tag);
      fixed64(value);
    }
  }

  /// A 32-bit field, left out when zero.
  public void fixed32Field(int tag, int value) {
    if (value != 0) {
      varint(tag);
      fixed(value, 4);
    }
  }

  /// A text field, left out when empty.
  public void textField(int tag, String text) {
    if (!text.isEmpty()) {
      bytesField(tag, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// A bytes or message field, written even when empty.
  public void bytesField(int tag, byte[] value) {
    varint(tag);
    varint(value.length);
    raw(value, 0, value.length);
  }

  /// A message field whose content another writer holds, written even when empty.
  public void messageField(int tag, ProtoWriter message) {
    varint(tag);
    varint(message.size);
    raw(message.bytes, 0, message.size);
  }

  /// Base-128, least significant group first.
  public void varint(long value) {
    need(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /// A signed number as the unsigned one that `sint32` and `sint64` carry: small where it is near
  /// 0.
  public static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  /// Eight bytes, least significant first.
  public void fixed64(long value) {
    fixed(value, 8);
  }

  /// Bytes as they are.
  public void raw(byte[] value, int offset, int length) {
    need(length);
    System.arraycopy(value, offset, bytes, size, length);
    size += length;
  }

  private void fixed(long value, int count) {
    need(count);
    for (int i = 0; i < count; i++) {
      bytes[size++] = (byte) (value >>> (8 * i));
    }
  }

  private void need(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
