package dev.hopwise.store.lake;

/// Reads Thrift's compact protocol (thrift-compact-protocol.md of the Apache Thrift project), as
/// far as Parquet's metadata needs it. Everything is bounded by the bytes that are there.
final class ThriftReader {

  static final int STRUCT = 12;
  static final int LIST = 9;
  static final int BINARY = 8;
  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int BYTE = 3;
  static final int I32 = 5;
  private static final int I16 = 4;
  private static final int I64 = 6;
  private static final int DOUBLE = 7;
  private static final int SET = 10;
  private static final int DEPTH_MAX = 24;

  private final byte[] bytes;
  private final int end;
  private int at;

  private final int[] outerFieldIds = new int[DEPTH_MAX];
  private int depth;
  private int fieldId;
  private int fieldType;

  ThriftReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  int position() {
    return at;
  }

  /// Goes to the struct's next field; false at its end.
  boolean nextField() {
    int head = nextByte();
    if (head == 0) {
      return false;
    }
    fieldType = head & 0xf;
    int delta = head >>> 4;
    fieldId = delta != 0 ? fieldId + delta : (int) zigzag();
    return true;
  }

  int fieldId() {
    return fieldId;
  }

  int fieldType() {
    return fieldType;
  }

  /// Begins a struct, which {@link #leave} must end.
  void enter() {
    if (depth == DEPTH_MAX) {
      throw new MalformedBytesException("structs are nested deeper than " + DEPTH_MAX);
    }
    outerFieldIds[depth++] = fieldId;
    fieldId = 0;
  }

  void leave() {
    fieldId = outerFieldIds[--depth];
  }

  /// The value of an integer field.
  long integer() {
    if (fieldType < I16 || fieldType > I64) {
      throw new MalformedBytesException("field " + fieldId + " is not an integer");
    }
    return zigzag();
  }

  /// The value of an integer field or element that must lie within 0 and 2^31 − 1.
  int size(String what) {
    return checkSize(integer(), what);
  }

  static int checkSize(long value, String what) {
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new MalformedBytesException(what + " is " + value);
    }
    return (int) value;
  }

  /// Whether a boolean field is true.
  boolean bool() {
    return fieldType == TRUE;
  }

  /// Begins a list of this element type.
  ///
  /// @return its length
  int list(int elementType) {
    require(LIST);
    int length = listHead();
    boolean same =
        fieldType == elementType || (fieldType == FALSE && elementType == TRUE) || length == 0;
    if (!same) {
      throw new MalformedBytesException("field " + fieldId + " has other elements");
    }
    return length;
  }

  /// A list of truth values.
  int boolList() {
    return list(TRUE);
  }

  boolean boolElement() {
    return nextByte() == TRUE;
  }

  long integerElement() {
    return zigzag();
  }

  /// The value of a binary field.
  byte[] binary() {
    require(BINARY);
    return binaryElement();
  }

  byte[] binaryElement() {
    int length = length();
    byte[] value = new byte[length];
    System.arraycopy(bytes, at, value, 0, length);
    at += length;
    return value;
  }

  void require(int type) {
    if (fieldType != type) {
      throw new MalformedBytesException("field " + fieldId + " has type " + fieldType);
    }
  }

  /// Passes over the value of the current field.
  void skip() {
    skip(fieldType, 0);
  }

  private void skip(int type, int level) {
    if (level == DEPTH_MAX) {
      throw new MalformedBytesException("values are nested deeper than " + DEPTH_MAX);
    }
    switch (type) {
      case TRUE, FALSE -> {}
      case BYTE -> advance(1);
      case I16, I32, I64 -> zigzag();
      case DOUBLE -> advance(Double.BYTES);
      case BINARY -> advance(length());
      case LIST, SET -> skipList(level);
      case STRUCT -> skipStruct(level);
      default -> throw new MalformedBytesException("unknown thrift type " + type);
    }
  }

  private void skipList(int level) {
    int outerType = fieldType;
    int length = listHead();
    int elementType = fieldType;
    for (int i = 0; i < length; i++) {
      if (elementType == TRUE || elementType == FALSE) {
        advance(1);
      } else {
        skip(elementType, level + 1);
      }
    }
    fieldType = outerType;
  }

  private void skipStruct(int level) {
    enter();
    while (nextField()) {
      skip(fieldType, level + 1);
    }
    leave();
  }

  /// Leaves the element type in {@link #fieldType}. An element takes at least one byte, which
  /// bounds the length.
  private int listHead() {
    int head = nextByte();
    fieldType = head & 0xf;
    int length = head >>> 4;
    if (length == 15) {
      length = checkSize(varint(), "a list's length");
    }
    if (length > end - at) {
      throw new MalformedBytesException("a list of " + length + " does not fit");
    }
    return length;
  }

  private int length() {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw new MalformedBytesException("a text of " + length + " bytes does not fit");
    }
    return (int) length;
  }

  private void advance(int count) {
    if (count > end - at) {
      throw new MalformedBytesException("the metadata ends within a value");
    }
    at += count;
  }

  private int nextByte() {
    advance(1);
    return bytes[at - 1] & 0xff;
  }

  private long zigzag() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = nextByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new MalformedBytesException("a number is longer than ten bytes");
  }
}
