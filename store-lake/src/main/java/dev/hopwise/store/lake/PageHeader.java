package dev.hopwise.store.lake;

/// The header in front of a page.
///
/// @param type {@link #DATA} or {@link #DICTIONARY}
/// @param bytes of the body, decompressed
/// @param storedBytes of the body as stored
/// @param values slots, nulls included
/// @param encoding of the values
/// @param length of the header itself
/// @param crc CRC32 of the stored body, or −1 when there is none
record PageHeader(
    int type, int bytes, int storedBytes, int values, int encoding, int length, long crc) {

  static final int DATA = 0;
  static final int DICTIONARY = 2;

  /// A header is searched for within so many bytes: it may carry statistics.
  static final int LENGTH_MAX = 64 << 10;

  /// It mostly fits in.
  static final int LENGTH_USUAL = 256;

  /// Larger pages are refused.
  static final int BYTES_MAX = 128 << 20;

  private static final int RLE = 3;

  /// Reads the header at the beginning of a range.
  static PageHeader read(byte[] from, int offset, int end) {
    ThriftReader thrift = new ThriftReader(from, offset, end);
    int type = -1;
    int bytes = -1;
    int stored = -1;
    long crc = -1;
    int[] inner = {-1, -1};
    thrift.enter();
    while (thrift.nextField()) {
      switch (thrift.fieldId()) {
        case 1 -> type = thrift.size("a page's type");
        case 2 -> bytes = thrift.size("a page's size");
        case 3 -> stored = thrift.size("a page's stored size");
        case 4 -> crc = thrift.integer() & 0xffff_ffffL;
        case 5, 7 -> readInner(thrift, inner);
        default -> thrift.skip();
      }
    }
    if (type != DATA && type != DICTIONARY) {
      throw new MalformedBytesException("a page of type " + type + " is not supported");
    }
    if (bytes < 0 || bytes > BYTES_MAX || stored < 0 || inner[0] < 0) {
      throw new MalformedBytesException("a page of " + bytes + " bytes, " + inner[0] + " values");
    }
    return new PageHeader(type, bytes, stored, inner[0], inner[1], thrift.position() - offset, crc);
  }

  private static void readInner(ThriftReader thrift, int[] valuesAndEncoding) {
    thrift.require(ThriftReader.STRUCT);
    thrift.enter();
    while (thrift.nextField()) {
      switch (thrift.fieldId()) {
        case 1 -> valuesAndEncoding[0] = thrift.size("a page's values");
        case 2 -> valuesAndEncoding[1] = thrift.size("an encoding");
        case 3, 4 -> requireRle(thrift);
        default -> thrift.skip();
      }
    }
    thrift.leave();
  }

  /// In a dictionary's header, field 3 is a truth value.
  private static void requireRle(ThriftReader thrift) {
    boolean integer = thrift.fieldType() == 5;
    if (!integer) {
      thrift.skip();
    } else if (thrift.integer() != RLE) {
      throw new MalformedBytesException("levels that are not run-length encoded");
    }
  }
}
