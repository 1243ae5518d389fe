package dev.hopwise.store.lake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The distinct values of a column chunk.
///
/// Immutable once read; the texts share one array.
final class Dictionary {

  private final int size;

  /// Of numbers.
  private final long[] numbers;

  /// Of texts and UUIDs: their bytes, and where each begins and how long it is.
  private final byte[] bytes;

  private final int[] starts;
  private final int[] lengths;

  private Dictionary(int size, long[] numbers, byte[] bytes, int[] starts, int[] lengths) {
    this.size = size;
    this.numbers = numbers;
    this.bytes = bytes;
    this.starts = starts;
    this.lengths = lengths;
  }

  /// Reads the dictionary page that was loaded.
  static Dictionary read(PageBody page, int size, ParquetColumn column) {
    return switch (column.type()) {
      case ParquetColumn.INT32, ParquetColumn.INT64, ParquetColumn.DOUBLE ->
          numbers(page, size, column.type());
      case ParquetColumn.BYTE_ARRAY -> texts(page, size);
      case ParquetColumn.FIXED -> fixed(page, size, column.typeLength());
      default -> throw new MalformedBytesException("type " + column.type() + " is not supported");
    };
  }

  private static Dictionary numbers(PageBody page, int size, int type) {
    long[] numbers = PlainNumbers.read(page, 0, type, size);
    return new Dictionary(size, numbers, new byte[0], new int[0], new int[0]);
  }

  private static Dictionary fixed(PageBody page, int size, int each) {
    requireFits(page, (long) size * each);
    int[] starts = new int[size];
    int[] lengths = new int[size];
    Arrays.setAll(starts, i -> i * each);
    Arrays.fill(lengths, each);
    return new Dictionary(size, new long[0], copy(page), starts, lengths);
  }

  private static Dictionary texts(PageBody page, int size) {
    requireFits(page, (long) size * Integer.BYTES);
    int[] starts = new int[size];
    int[] lengths = new int[size];
    int at = 0;
    for (int i = 0; i < size; i++) {
      int length = page.intAt(at);
      at += Integer.BYTES;
      if (length < 0 || length > page.length() - at) {
        throw new MalformedBytesException("a text of " + length + " bytes in a dictionary");
      }
      starts[i] = at;
      lengths[i] = length;
      at += length;
    }
    return new Dictionary(size, new long[0], copy(page), starts, lengths);
  }

  private static void requireFits(PageBody page, long bytes) {
    if (bytes > page.length()) {
      throw new MalformedBytesException("a dictionary that needs " + bytes + " bytes");
    }
  }

  private static byte[] copy(PageBody page) {
    return Arrays.copyOf(page.bytes(), page.length());
  }

  int size() {
    return size;
  }

  long number(int id) {
    return numbers[id];
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int id) {
    return starts[id];
  }

  int length(int id) {
    return lengths[id];
  }

  String text(int id) {
    return new String(bytes, starts[id], lengths[id], StandardCharsets.UTF_8);
  }

  /// The id of a text, or −1.
  int find(byte[] text) {
    for (int id = 0; id < size; id++) {
      if (lengths[id] == text.length
          && Arrays.equals(bytes, starts[id], starts[id] + lengths[id], text, 0, text.length)) {
        return id;
      }
    }
    return -1;
  }
}
