package dev.hopwise.measure;

import java.nio.charset.StandardCharsets;

/// Puts `{id}` where a span name carries an id, so that `GET /orders/4711` and `GET /orders/4712`
/// are one name.
///
/// A word is a run of letters and digits (bytes beyond ASCII are letters). An id is a UUID, a word
/// of digits only, a word of eight or more hexadecimal digits with a decimal one among them, or a
/// word with four or more decimal digits. `v1`, `http2` and `s3` stay.
///
/// Allocates nothing; not thread-safe.
public final class NameTemplate {

  private static final byte[] ID = "{id}".getBytes(StandardCharsets.US_ASCII);
  static final int ID_BYTES = ID.length;

  private static final int HEX_DIGITS_MIN = 8;
  private static final int DECIMAL_DIGITS_MIN = 4;
  private static final int[] UUID_GROUPS = {8, 4, 4, 4, 12};
  private static final int UUID_BYTES = 36;

  private final byte[] template;
  private int length;

  /// @param bytesMax longer templates are cut
  public NameTemplate(int bytesMax) {
    template = new byte[bytesMax];
  }

  /// The template made last; its first {@link #length} bytes count.
  public byte[] bytes() {
    return template;
  }

  public int length() {
    return length;
  }

  /// Makes the template of a name.
  public void of(byte[] bytes, int offset, int nameLength) {
    length = 0;
    int end = offset + nameLength;
    int at = offset;
    while (at < end && length < template.length) {
      if (!isWord(bytes[at])) {
        template[length++] = bytes[at++];
        continue;
      }
      boolean uuid = isUuid(bytes, at, end);
      int wordEnd = uuid ? at + UUID_BYTES : wordEnd(bytes, at, end);
      if (uuid || isId(bytes, at, wordEnd)) {
        put(ID, 0, ID_BYTES);
      } else {
        put(bytes, at, wordEnd - at);
      }
      at = wordEnd;
    }
    length = Utf8.cut(template, 0, length, template.length);
  }

  private void put(byte[] from, int offset, int count) {
    int fits = Math.min(count, template.length - length);
    System.arraycopy(from, offset, template, length, fits);
    length += fits;
  }

  private static int wordEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && isWord(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isUuid(byte[] bytes, int from, int end) {
    if (end - from < UUID_BYTES || (end > from + UUID_BYTES && isWord(bytes[from + UUID_BYTES]))) {
      return false;
    }
    int at = from;
    for (int group : UUID_GROUPS) {
      if (at > from && bytes[at++] != '-') {
        return false;
      }
      for (int stop = at + group; at < stop; at++) {
        if (!isHex(bytes[at])) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isId(byte[] bytes, int from, int end) {
    int decimal = 0;
    int hex = 0;
    for (int at = from; at < end; at++) {
      decimal += isDecimal(bytes[at]) ? 1 : 0;
      hex += isHex(bytes[at]) ? 1 : 0;
    }
    int all = end - from;
    return decimal == all
        || decimal >= DECIMAL_DIGITS_MIN
        || (hex == all && all >= HEX_DIGITS_MIN && decimal > 0);
  }

  private static boolean isWord(byte c) {
    return c < 0 || isDecimal(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
  }

  private static boolean isHex(byte c) {
    return isDecimal(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
  }

  private static boolean isDecimal(byte c) {
    return c >= '0' && c <= '9';
  }
}
