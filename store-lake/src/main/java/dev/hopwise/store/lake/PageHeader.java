package dev.hopwise.store.lake;

/// The header in front of a page.
///
/// @param type {@link #DATA} or {@link #DICTIONARY}
/// @param bytes of the body, decompressed
/// @param storedBytes of the body as stored
/// @param values slots, nulls included
/// @param encoding of the values
/// @param definitionEncoding of the definition levels, as the next of the repetition levels;
///   without meaning where the column has none
/// @param length of the header itself
/// @param crc CRC32 of the stored body, or −1 when there is none
record PageHeader(
    int type,
    int bytes,
    int storedBytes,
    int values,
    int encoding,
    int definitionEncoding,
    int repetitionEncoding,
    int length,
    long crc) {

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
    int[] inner = {-1, -1, RLE, RLE};
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
    return new PageHeader(
        type,
        bytes,
        stored,
        inner[0],
        inner[1],
        inner[2],
        inner[3],
        thrift.position() - offset,
        crc);
  }

  /// Refuses the old bit-packed levels. Writers also name that encoding where there are no levels.
  void requireRunLengthLevels(ParquetColumn column) {
    if ((column.maxDefinition() > 0 && definitionEncoding != RLE)
        || (column.maxRepetition() > 0 && repetitionEncoding != RLE)) {
      throw new MalformedBytesException("levels that are not run-length encoded");
    }
  }

  /// Field 3 of a dictionary's header is a truth value.
  private static void readInner(ThriftReader thrift, int[] numbers) {
    thrift.require(ThriftReader.STRUCT);
    thrift.enter();
    while (thrift.nextField()) {
      int field = thrift.fieldId();
      if (field >= 1 && field <= numbers.length && thrift.fieldType() == ThriftReader.I32) {
        numbers[field - 1] = thrift.size("a number of a page");
      } else {
        thrift.skip();
      }
    }
    thrift.leave();
  }
}
