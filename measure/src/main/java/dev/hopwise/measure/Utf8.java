package dev.hopwise.measure;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that senders call UTF-8.
public final class Utf8 {

  private Utf8() {}

  /// How many bytes of a text to take, at most so many; a character that would be cut is left out.
  public static int cut(byte[] bytes, int offset, int length, int bytesMax) {
    if (length < bytesMax) {
      return length;
    }
    int start = bytesMax;
    // Back to the first byte of the last character within the limit.
    while (start > 0 && (bytes[offset + start - 1] & 0xC0) == 0x80) {
      start--;
    }
    if (start == 0) {
      return bytesMax; // no UTF-8 at all
    }
    int lead = bytes[offset + start - 1] & 0xFF;
    int wanted = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return start - 1 + wanted <= bytesMax ? bytesMax : start - 1;
  }

  /// Whether the bytes are UTF-8. Allocates, so it is for names that are about to be added.
  public static boolean isValid(byte[] bytes, int offset, int length) {
    byte[] decoded = clean(bytes, offset, length);
    return Arrays.equals(decoded, 0, decoded.length, bytes, offset, offset + length);
  }

  /// A copy in which U+FFFD stands for what is not UTF-8: two names that would read alike must be
  /// one series.
  public static byte[] clean(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8)
        .getBytes(StandardCharsets.UTF_8);
  }
}
