package dev.hopwise.store.lake;

import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.model.otlp.ShortText;
import java.util.Arrays;

/// The attributes of one span, event or link while it is read: where their values lie, by key. A
/// repeated key keeps the place of the first and takes the value of the last.
final class AttributeScratch {

  /// What a value is: the number of its field in AnyValue, or 0 for none.
  static final int EMPTY = 0;

  static final int STRING = 1;
  static final int BOOL = 2;
  static final int INT = 3;
  static final int DOUBLE = 4;
  static final int ARRAY = 5;
  static final int KVLIST = 6;
  static final int BYTES = 7;

  private static final byte[] NO_BYTES = new byte[0];

  private final KeyTable keys;
  private int[] key = new int[64];
  private byte[] kind = new byte[64];
  private long[] number = new long[64];
  private int[] valueOffset = new int[64];
  private int[] valueLength = new int[64];
  private int count;

  /// By key: the list in which it was seen last, and where in it.
  private int[] seenIn = new int[256];

  private int[] seenAt = new int[256];
  private int list;

  AttributeScratch(KeyTable keys) {
    this.keys = keys;
  }

  /// Starts the next list.
  void begin() {
    count = 0;
    if (++list == 0) {
      Arrays.fill(seenIn, 0);
      list = 1;
    }
  }

  int count() {
    return count;
  }

  int key(int i) {
    return key[i];
  }

  int kind(int i) {
    return kind[i];
  }

  /// The value of a BOOL, INT or (as bits) DOUBLE.
  long number(int i) {
    return number[i];
  }

  /// Where the text, the bytes or the encoded AnyValue of an ARRAY or KVLIST is.
  int offset(int i) {
    return valueOffset[i];
  }

  int length(int i) {
    return valueLength[i];
  }

  /// Reads a `KeyValue` that the reader stands in front of, its length included.
  void add(ProtoReader reader, int outerEnd) {
    int length = reader.length(outerEnd);
    int end = reader.position() + length;
    if (count == key.length) {
      grow();
    }
    int keyEnd = ShortText.keyEnd(reader.bytes(), reader.position(), end);
    if (keyEnd >= 0) {
      addShortText(reader, keyEnd, end);
      return;
    }
    int keyOffset = 0;
    int keyLength = 0;
    kind[count] = EMPTY;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.KEY_VALUE_KEY -> {
          keyLength = reader.length(end);
          keyOffset = reader.position();
          reader.seek(keyOffset + keyLength);
        }
        case OtlpFields.KEY_VALUE_VALUE -> readAny(reader, end);
        default -> reader.skip(end);
      }
    }
    byte[] keyBytes = keyLength == 0 ? NO_BYTES : reader.bytes();
    place(keys.intern(keyBytes, keyOffset, keyLength));
  }

  private void addShortText(ProtoReader reader, int keyEnd, int end) {
    int keyOffset = reader.position() + ShortText.KEY_AT;
    kind[count] = STRING;
    valueOffset[count] = keyEnd + ShortText.TEXT_AT;
    valueLength[count] = end - valueOffset[count];
    reader.seek(end);
    place(keys.intern(reader.bytes(), keyOffset, keyEnd - keyOffset));
  }

  private void readAny(ProtoReader reader, int outerEnd) {
    int length = reader.length(outerEnd);
    int from = reader.position();
    int end = from + length;
    int i = count;
    kind[i] = EMPTY;
    while (reader.position() < end) {
      int tag = reader.tag(end);
      switch (tag) {
        case OtlpFields.ANY_STRING, OtlpFields.ANY_BYTES -> {
          valueLength[i] = reader.length(end);
          valueOffset[i] = reader.position();
          reader.seek(valueOffset[i] + valueLength[i]);
        }
        case OtlpFields.ANY_BOOL, OtlpFields.ANY_INT -> number[i] = reader.varint(end);
        case OtlpFields.ANY_DOUBLE -> number[i] = reader.fixed64(end);
        case OtlpFields.ANY_ARRAY, OtlpFields.ANY_KVLIST -> {
          reader.skip(end);
          valueOffset[i] = from;
          valueLength[i] = length;
        }
        default -> {
          reader.skip(end);
          continue;
        }
      }
      kind[i] = (byte) (tag >>> 3);
    }
  }

  /// Keeps what was read, over the former value of the same key if there is one.
  private void place(int newKey) {
    if (newKey >= seenIn.length) {
      int size = Math.max(newKey + 1, seenIn.length * 2);
      seenIn = Arrays.copyOf(seenIn, size);
      seenAt = Arrays.copyOf(seenAt, size);
    }
    if (seenIn[newKey] == list) {
      int at = seenAt[newKey];
      kind[at] = kind[count];
      number[at] = number[count];
      valueOffset[at] = valueOffset[count];
      valueLength[at] = valueLength[count];
      return;
    }
    seenIn[newKey] = list;
    seenAt[newKey] = count;
    key[count++] = newKey;
  }

  private void grow() {
    int size = count * 2;
    key = Arrays.copyOf(key, size);
    kind = Arrays.copyOf(kind, size);
    number = Arrays.copyOf(number, size);
    valueOffset = Arrays.copyOf(valueOffset, size);
    valueLength = Arrays.copyOf(valueLength, size);
  }
}
