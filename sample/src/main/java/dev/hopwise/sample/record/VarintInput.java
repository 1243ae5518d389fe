package dev.hopwise.sample.record;

import java.nio.charset.StandardCharsets;

/// Reads what {@link VarintOutput} wrote, within bounds.
final class VarintInput {

  static final int VARINT_BYTES_MAX = 10;

  private final byte[] bytes;
  private final int end;
  private int at;

  VarintInput(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.at = offset;
    this.end = offset + length;
  }

  int position() {
    return at;
  }

  /// Another reader of the same bytes.
  VarintInput at(int position) {
    return new VarintInput(bytes, position, end - position);
  }

  int oneByte() throws MalformedDecisionsException {
    need(1);
    return bytes[at++] & 0xff;
  }

  long fixed64() throws MalformedDecisionsException {
    need(Long.BYTES);
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      value |= (bytes[at++] & 0xffL) << shift;
    }
    return value;
  }

  long varint() throws MalformedDecisionsException {
    long value = 0;
    for (int i = 0; i < VARINT_BYTES_MAX; i++) {
      int next = oneByte();
      value |= (next & 0x7fL) << (7 * i);
      if (next < 0x80) {
        return value;
      }
    }
    throw new MalformedDecisionsException("a number of more than 10 bytes at " + at);
  }

  long zigzag() throws MalformedDecisionsException {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /// A number from 0 to a limit, exclusive.
  int below(long limit, String what) throws MalformedDecisionsException {
    long value = varint();
    if (value < 0 || value >= limit) {
      throw new MalformedDecisionsException(what + " " + value + " is not below " + limit);
    }
    return (int) value;
  }

  /// How many of something follow, each at least so many bytes long.
  int count(int bytesMin, String what) throws MalformedDecisionsException {
    return below((end - at) / bytesMin + 1L, "number of " + what);
  }

  String text() throws MalformedDecisionsException {
    int length = count(1, "bytes of a text");
    need(length);
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  void needEnd() throws MalformedDecisionsException {
    if (at != end) {
      throw new MalformedDecisionsException((end - at) + " bytes follow the last decision");
    }
  }

  private void need(int count) throws MalformedDecisionsException {
    if (end - at < count) {
      throw new MalformedDecisionsException("the bytes end within a decision");
    }
  }
}
