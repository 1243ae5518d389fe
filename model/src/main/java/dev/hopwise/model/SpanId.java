package dev.hopwise.model;

/// Span ids are bare longs (big-endian bytes; zero means absent); this is their text form.
public final class SpanId {

  /// The value of a missing span id, such as a root's parent.
  public static final long NONE = 0;

  private SpanId() {}

  /// 16 lower-case hexadecimal digits.
  public static String hex(long spanId) {
    return Hex.of(spanId);
  }

  /// Reads exactly 16 hexadecimal digits of any case.
  ///
  /// @throws IllegalArgumentException when the text is no such number
  public static long parse(String text) {
    if (text.length() != 16) {
      throw new IllegalArgumentException(
          "span id has " + text.length() + " digits, required are 16 hexadecimal ones");
    }
    return Hex.parse(text, 0, 16);
  }
}
