package dev.hopwise.store.lake;

import dev.hopwise.model.otlp.SpanDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Turns the attributes of a scratch into entries: types their values, finds the ids of their texts
/// and puts those with a column of their own there. The writer's alone.
final class AttributeAppender {

  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = new byte[0];

  /// Decimal texts of integers below this are remembered.
  private static final int SMALL_INTS = 1 << 12;

  private static final int DIGITS_MAX = 20;

  private final KeyTable keys;
  private final TextPool texts;
  private final SpanDecoder decoder = new SpanDecoder();
  private final int[] smallInts = new int[SMALL_INTS];
  private final byte[] digits = new byte[DIGITS_MAX];
  private byte[] letters = new byte[64];
  private int entries;
  private boolean onlyTexts;

  AttributeAppender(KeyTable keys, TextPool texts) {
    this.keys = keys;
    this.texts = texts;
  }

  /// Appends a list whose attributes all become entries.
  void append(AttributeScratch from, byte[] bytes, AttributeColumn to, int list) {
    begin(from, to, list);
    for (int i = 0; i < from.count(); i++) {
      entry(from, i, bytes, to);
    }
    finish(to, list);
  }

  /// Appends a span's attributes.
  ///
  /// @return whether there is an HTTP status code in its own column
  boolean appendSpan(
      AttributeScratch from,
      byte[] bytes,
      AttributeColumn to,
      DedicatedColumns dedicated,
      int row) {
    begin(from, to, row);
    boolean statusCode = false;
    for (int i = 0; i < from.count(); i++) {
      int key = from.key(i);
      int place = keys.dedicated(key);
      if (place < 0) {
        entry(from, i, bytes, to);
      } else if (place != DedicatedColumns.STATUS_CODE_PLACE
          && from.kind(i) == AttributeScratch.STRING) {
        dedicated.set(place, row, keys.value(key, bytes, from.offset(i), from.length(i)));
      } else if (place == DedicatedColumns.STATUS_CODE_PLACE
          && from.kind(i) == AttributeScratch.INT
          && from.number(i) == (int) from.number(i)) {
        dedicated.set(place, row, (int) from.number(i));
        statusCode = true;
      } else {
        to.noteMisfit();
        entry(from, i, bytes, to);
      }
    }
    finish(to, row);
    return statusCode;
  }

  private void begin(AttributeScratch from, AttributeColumn to, int list) {
    to.begin(list);
    entries = 0;
    onlyTexts = true;
    if (letters.length < from.count()) {
      letters = Arrays.copyOf(letters, from.count() * 2);
    }
  }

  private void finish(AttributeColumn to, int list) {
    to.finish(list, onlyTexts ? TextPool.NONE : texts.intern(letters, 0, entries));
  }

  private void entry(AttributeScratch from, int i, byte[] bytes, AttributeColumn to) {
    int key = from.key(i);
    switch (from.kind(i)) {
      case AttributeScratch.STRING ->
          add(to, key, ValueText.TEXT, keys.value(key, bytes, from.offset(i), from.length(i)));
      case AttributeScratch.INT -> add(to, key, ValueText.INT, integer(key, from.number(i)));
      case AttributeScratch.BOOL -> {
        byte[] text = from.number(i) != 0 ? TRUE : FALSE;
        add(to, key, ValueText.BOOL, keys.value(key, text, 0, text.length));
      }
      case AttributeScratch.DOUBLE ->
          add(to, key, ValueText.DOUBLE, text(key, real(from.number(i))));
      case AttributeScratch.EMPTY -> add(to, key, ValueText.EMPTY, keys.value(key, NOTHING, 0, 0));
      case AttributeScratch.BYTES -> {
        byte[] value = Arrays.copyOfRange(bytes, from.offset(i), from.offset(i) + from.length(i));
        add(to, key, ValueText.encode(new dev.hopwise.model.AttributeValue.Bytes(value)));
      }
      default ->
          add(to, key, ValueText.encode(decoder.value(bytes, from.offset(i), from.length(i))));
    }
  }

  private void add(AttributeColumn to, int key, ValueText value) {
    add(to, key, value.letter(), text(key, value.text()));
  }

  private void add(AttributeColumn to, int key, char letter, int value) {
    int code = AttributeColumn.code(letter);
    to.add(key, code, value);
    letters[entries++] = (byte) letter;
    onlyTexts &= code == AttributeColumn.TEXT_CODE;
  }

  private static String real(long bits) {
    return Double.toString(Double.longBitsToDouble(bits));
  }

  private int text(int key, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return keys.value(key, utf8, 0, utf8.length);
  }

  private int integer(int key, long number) {
    if (number < 0 || number >= SMALL_INTS) {
      int length = decimal(number);
      return keys.value(key, digits, digits.length - length, length);
    }
    int known = smallInts[(int) number];
    if (known == TextPool.NONE) {
      int length = decimal(number);
      known = texts.intern(digits, digits.length - length, length);
      smallInts[(int) number] = known;
    }
    return known;
  }

  /// Writes the number right-aligned and returns its length. Works on the negative side, which has
  /// one number more.
  private int decimal(long number) {
    int at = digits.length;
    long rest = number < 0 ? number : -number;
    do {
      digits[--at] = (byte) ('0' - rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (number < 0) {
      digits[--at] = '-';
    }
    return digits.length - at;
  }
}
