package dev.hopwise.store.lake;

/// Finds a span's own attribute of a given key: in the key's own column, or where the value is of
/// another type, or the key has none, among the entries.
final class OwnAttribute {

  /// No such attribute. Else an answer holds the code of the value's letter in its upper half and
  /// in its lower one the id of the text, or with {@link #INTEGER_CODE} an integer.
  static final long ABSENT = -1;

  /// The value is the integer itself.
  static final int INTEGER_CODE = AttributeColumn.LETTERS.length();

  private final SegmentBuilder rows;
  private final AttributeColumn attributes;
  private final int place;
  private final int key;

  OwnAttribute(SegmentBuilder rows, String key) {
    this.rows = rows;
    this.attributes = rows.attributes();
    this.place = DedicatedColumns.place(key);
    this.key = rows.keys().find(key);
  }

  static int code(long found) {
    return (int) (found >>> Integer.SIZE);
  }

  /// The id, or the integer.
  static int value(long found) {
    return (int) found;
  }

  long find(int row) {
    if (place == DedicatedColumns.STATUS_CODE_PLACE) {
      if (rows.hasStatusCode(row)) {
        return answer(INTEGER_CODE, rows.dedicated().get(place, row));
      }
    } else if (place >= 0) {
      int value = rows.dedicated().get(place, row);
      if (value != TextPool.NONE) {
        return answer(AttributeColumn.TEXT_CODE, value);
      }
    }
    return key == TextPool.NONE ? ABSENT : among(row);
  }

  private long among(int row) {
    int end = attributes.end(row);
    for (int entry = attributes.start(row); entry < end; entry++) {
      if (attributes.key(entry) == key) {
        return answer(attributes.code(entry), attributes.value(entry));
      }
    }
    return ABSENT;
  }

  private static long answer(int code, int value) {
    return ((long) code << Integer.SIZE) | Integer.toUnsignedLong(value);
  }
}
