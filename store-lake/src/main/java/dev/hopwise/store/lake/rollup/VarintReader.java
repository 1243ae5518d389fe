package dev.hopwise.store.lake.rollup;

/// Reads what {@link VarintBytes} wrote. Not thread-safe.
final class VarintReader {

  private static final int BITS = 7;

  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  /// Reads from there on.
  VarintReader over(byte[] from, int offset, int length) {
    if (offset < 0 || length < 0 || length > from.length - offset) {
      throw new DamagedBlockException("a column of " + length + " bytes at " + offset);
    }
    bytes = from;
    at = offset;
    end = offset + length;
    return this;
  }

  int at() {
    return at;
  }

  int left() {
    return end - at;
  }

  long next() {
    if (at < end && bytes[at] >= 0) {
      return bytes[at++];
    }
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += BITS) {
      if (at == end) {
        break;
      }
      byte each = bytes[at++];
      value |= (each & 0x7FL) << shift;
      if (each >= 0) {
        return value;
      }
    }
    throw new DamagedBlockException("a number that does not end");
  }

  /// A number from 0 to a limit.
  int next(int max) {
    long value = next();
    if (value < 0 || value > max) {
      throw new DamagedBlockException(value + " where at most " + max + " can be");
    }
    return (int) value;
  }

  int nextSigned() {
    int value = (int) next();
    return (value >>> 1) ^ -(value & 1);
  }

  /// Passes over numbers.
  void skip(int count) {
    for (int i = 0; i < count; i++) {
      while (at < end && bytes[at] < 0) {
        at++;
      }
      at++;
    }
    if (at > end) {
      throw new DamagedBlockException("a column that ends early");
    }
  }

  byte[] nextBytes(int length) {
    if (length > end - at) {
      throw new DamagedBlockException("a text of " + length + " bytes where " + left() + " are");
    }
    byte[] copy = java.util.Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return copy;
  }
}
