package dev.hopwise.store.lake;

/// Decodes the values of a page, in buffers that are used again (Encodings.md of the Apache Parquet
/// format).
final class PageValues {

  private static final int PLAIN = 0;
  private static final int PLAIN_DICTIONARY = 2;
  private static final int DELTA_BINARY_PACKED = 5;
  private static final int DELTA_LENGTH_BYTE_ARRAY = 6;
  private static final int DELTA_BYTE_ARRAY = 7;
  private static final int RLE_DICTIONARY = 8;

  private final PageBody page;
  private int[] ids = new int[0];
  private long[] numbers = new long[0];
  private int[] starts = new int[0];
  private int[] lengths = new int[0];

  /// Where texts lie: in the page, or put together here.
  private byte[] bytes = new byte[0];

  PageValues(PageBody page) {
    this.page = page;
  }

  static boolean isDictionary(int encoding) {
    return encoding == RLE_DICTIONARY || encoding == PLAIN_DICTIONARY;
  }

  int[] ids() {
    return ids;
  }

  long[] numbers() {
    return numbers;
  }

  byte[] bytes() {
    return bytes;
  }

  int[] starts() {
    return starts;
  }

  int[] lengths() {
    return lengths;
  }

  int start(int value) {
    return starts[value];
  }

  int length(int value) {
    return lengths[value];
  }

  /// Reads indexes into the dictionary.
  void readIds(int at, int from, int count, int dictionarySize) {
    if (ids.length < count) {
      ids = new int[count + (count >> 2)];
    }
    if (count == 0) {
      return;
    }
    if (at >= page.length()) {
      throw new MalformedBytesException("a page of dictionary indexes without any");
    }
    int width = page.bytes()[at] & 0xff;
    RunLength runs = new RunLength(page.bytes(), at + 1, page.length(), width);
    runs.skip(from);
    runs.read(ids, count);
    checkIds(count, dictionarySize);
  }

  private void checkIds(int count, int dictionarySize) {
    int largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, ids[i] & Integer.MAX_VALUE);
    }
    if (largest >= dictionarySize) {
      throw new MalformedBytesException("index " + largest + " of a dictionary " + dictionarySize);
    }
  }

  /// Reads values that are not in a dictionary.
  ///
  /// @param inPage values in the whole page
  /// @param from the first one wanted
  void read(ParquetColumn column, int encoding, int at, int inPage, int from, int count) {
    bytes = page.bytes();
    switch (encoding) {
      case PLAIN -> plain(column, at, from, count);
      case DELTA_BINARY_PACKED -> delta(at, inPage, from, count);
      case DELTA_LENGTH_BYTE_ARRAY -> deltaLength(at, inPage, from, count);
      case DELTA_BYTE_ARRAY -> deltaBytes(at, inPage, from, count);
      default -> throw new MalformedBytesException("encoding " + encoding + " is not supported");
    }
  }

  void reset(int keptMax) {
    bytes = new byte[0];
    if (ids.length + numbers.length + starts.length > keptMax) {
      ids = new int[0];
      numbers = new long[0];
      starts = new int[0];
      lengths = new int[0];
    }
  }

  private void plain(ParquetColumn column, int at, int from, int count) {
    switch (column.type()) {
      case ParquetColumn.INT32, ParquetColumn.INT64, ParquetColumn.DOUBLE ->
          plainNumbers(column.type(), at, from, count);
      case ParquetColumn.FIXED -> plainFixed(column.typeLength(), at, from, count);
      case ParquetColumn.BYTE_ARRAY -> plainTexts(at, from, count);
      default -> throw new MalformedBytesException("type " + column.type() + " is not supported");
    }
  }

  private void plainNumbers(int type, int at, int from, int count) {
    int each = PlainNumbers.bytes(type);
    requireFits(at, (long) (from + count) * each);
    ensureNumbers(count);
    PlainNumbers.read(page.bytes(), at + from * each, type, count, numbers);
  }

  private void plainFixed(int each, int at, int from, int count) {
    requireFits(at, (long) (from + count) * each);
    ensureTexts(count);
    for (int i = 0; i < count; i++) {
      starts[i] = at + (from + i) * each;
      lengths[i] = each;
    }
  }

  private void plainTexts(int begin, int from, int count) {
    requireFits(begin, (long) (from + count) * Integer.BYTES);
    ensureTexts(count);
    int at = begin;
    for (int i = -from; i < count; i++) {
      int length = page.intAt(at);
      at += Integer.BYTES;
      requireFits(at, length);
      if (i >= 0) {
        starts[i] = at;
        lengths[i] = length;
      }
      at += length;
    }
  }

  private void delta(int at, int inPage, int from, int count) {
    ensureNumbers(from + count);
    new DeltaNumbers(page.bytes(), at, page.length()).read(numbers, inPage, from + count);
    if (from > 0) {
      System.arraycopy(numbers, from, numbers, 0, count);
    }
  }

  private void deltaLength(int at, int inPage, int from, int count) {
    ensureTexts(count);
    int begin = at == page.length() && inPage == 0 ? at : readDeltas(at, inPage);
    long position = begin;
    for (int i = 0; i < from + count; i++) {
      long length = numbers[i];
      if (length < 0 || length > page.length() - position) {
        throw new MalformedBytesException("a text of " + length + " bytes");
      }
      if (i >= from) {
        starts[i - from] = (int) position;
        lengths[i - from] = (int) length;
      }
      position += length;
    }
  }

  /// Each text is the beginning of the one before and a rest of its own.
  private void deltaBytes(int at, int inPage, int from, int count) {
    int suffixesAt = readDeltas(at, inPage);
    long[] prefixes = numbers.clone();
    deltaLength(suffixesAt, inPage, 0, inPage);
    int[] ends = new int[inPage];
    long total = 0;
    for (int i = 0; i < inPage; i++) {
      long before = i == 0 ? 0 : prefixes[i - 1] + lengths[i - 1];
      if (prefixes[i] < 0 || prefixes[i] > before) {
        throw new MalformedBytesException("a beginning of " + prefixes[i] + " bytes");
      }
      total += prefixes[i] + lengths[i];
      ends[i] = ThriftReader.checkSize(total, "the texts of a page");
      if (total > PageHeader.BYTES_MAX) {
        throw new MalformedBytesException("texts of more than " + PageHeader.BYTES_MAX);
      }
    }
    join(prefixes, ends, (int) total);
    for (int i = 0; i < count; i++) {
      int begin = from + i == 0 ? 0 : ends[from + i - 1];
      starts[i] = begin;
      lengths[i] = ends[from + i] - begin;
    }
  }

  private void join(long[] prefixes, int[] ends, int total) {
    byte[] joined = new byte[total];
    for (int i = 0; i < ends.length; i++) {
      int begin = i == 0 ? 0 : ends[i - 1];
      int prefix = (int) prefixes[i];
      if (prefix > 0) {
        int before = i == 1 ? 0 : ends[i - 2];
        System.arraycopy(joined, before, joined, begin, prefix);
      }
      System.arraycopy(page.bytes(), starts[i], joined, begin + prefix, lengths[i]);
    }
    bytes = joined;
  }

  /// Reads all numbers into the buffer.
  ///
  /// @return where the bytes behind them begin
  private int readDeltas(int at, int inPage) {
    ensureNumbers(inPage);
    DeltaNumbers deltas = new DeltaNumbers(page.bytes(), at, page.length());
    deltas.read(numbers, inPage, inPage);
    return deltas.position();
  }

  private void requireFits(int at, long length) {
    if (length < 0 || length > page.length() - at) {
      throw new MalformedBytesException(length + " bytes do not fit into the page");
    }
  }

  private void ensureNumbers(int count) {
    if (numbers.length < count) {
      numbers = new long[count + (count >> 2)];
    }
  }

  private void ensureTexts(int count) {
    if (starts.length < count) {
      starts = new int[count + (count >> 2)];
      lengths = new int[count + (count >> 2)];
    }
  }
}
