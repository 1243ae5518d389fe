package dev.hopwise.model.otlp;

/// The shape that most attributes have: a `KeyValue` of one key and one text, both short, in the
/// order of their fields. Whoever recognises it needs no loop over fields.
///
/// ```
/// 0A k key… 12 v 0A t text…      k, v, t < 128; v = t + 2; the text ends where the KeyValue ends
/// ```
///
/// What is not of this shape is read field by field.
public final class ShortText {

  /// Bytes in front of the key.
  public static final int KEY_AT = 2;

  /// Bytes from the end of the key to the text.
  public static final int TEXT_AT = 4;

  private ShortText() {}

  /// Where the key ends when a `KeyValue` is of this shape, or −1.
  ///
  /// @param from the place behind the length of the `KeyValue`
  /// @param end within the bytes
  public static int keyEnd(byte[] bytes, int from, int end) {
    if (end - from < KEY_AT || bytes[from] != OtlpFields.KEY_VALUE_KEY) {
      return -1;
    }
    int keyEnd = from + KEY_AT + bytes[from + 1];
    int text = keyEnd + TEXT_AT;
    // A length of two bytes begins with a negative one, and so does not come through.
    boolean fits =
        keyEnd >= from + KEY_AT
            && text <= end
            && end - text <= Byte.MAX_VALUE - KEY_AT
            && bytes[keyEnd] == OtlpFields.KEY_VALUE_VALUE
            && bytes[keyEnd + 1] == end - text + KEY_AT
            && bytes[keyEnd + 2] == OtlpFields.ANY_STRING
            && bytes[keyEnd + 3] == end - text;
    return fits ? keyEnd : -1;
  }
}
