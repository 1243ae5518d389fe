package dev.hopwise.store.lake;

import java.nio.charset.StandardCharsets;

/// Thrift's compact protocol, as far as Parquet needs it. Fields of a struct come in ascending
/// order of their ids.
final class ThriftWriter {

  static final int BOOL_TRUE = 1;
  static final int BOOL_FALSE = 2;
  static final int I16 = 4;
  static final int I32 = 5;
  static final int I64 = 6;
  static final int BINARY = 8;
  static final int LIST = 9;
  static final int STRUCT = 12;

  private static final int DEPTH_MAX = 16;
  private static final int SHORT_LIST_MAX = 14;
  private static final int SHORT_DELTA_MAX = 15;

  private final ByteOutput out;
  private final int[] outer = new int[DEPTH_MAX];
  private int depth;
  private int lastField;

  ThriftWriter(ByteOutput out) {
    this.out = out;
  }

  /// Begins a struct that is the whole, or an element of a list.
  void begin() {
    outer[depth++] = lastField;
    lastField = 0;
  }

  void beginStruct(int field) {
    header(field, STRUCT);
    begin();
  }

  void end() {
    out.int8(0);
    lastField = outer[--depth];
  }

  void i16(int field, int value) {
    header(field, I16);
    out.zigzag(value);
  }

  void i32(int field, int value) {
    header(field, I32);
    out.zigzag(value);
  }

  void i64(int field, long value) {
    header(field, I64);
    out.zigzag(value);
  }

  void bool(int field, boolean value) {
    header(field, value ? BOOL_TRUE : BOOL_FALSE);
  }

  void binary(int field, byte[] value) {
    header(field, BINARY);
    binaryElement(value);
  }

  void text(int field, String value) {
    binary(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /// Begins a list, whose elements are to follow.
  void list(int field, int elementType, int size) {
    header(field, LIST);
    if (size <= SHORT_LIST_MAX) {
      out.int8((size << 4) | elementType);
    } else {
      out.int8(0xf0 | elementType);
      out.varint(size);
    }
  }

  void binaryElement(byte[] value) {
    out.varint(value.length);
    out.raw(value, 0, value.length);
  }

  void textElement(String value) {
    binaryElement(value.getBytes(StandardCharsets.UTF_8));
  }

  void intElement(long value) {
    out.zigzag(value);
  }

  void boolElement(boolean value) {
    out.int8(value ? BOOL_TRUE : BOOL_FALSE);
  }

  private void header(int field, int type) {
    int delta = field - lastField;
    if (delta >= 1 && delta <= SHORT_DELTA_MAX) {
      out.int8((delta << 4) | type);
    } else {
      out.int8(type);
      out.zigzag(field);
    }
    lastField = field;
  }
}
