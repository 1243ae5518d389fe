package dev.hopwise.measure.ledger;

import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;
import java.nio.charset.StandardCharsets;

/// A value that was seen, cut to what was kept of it.
///
/// @param text empty where none is known
/// @param isText whether it was sent as a text
/// @param isCut whether it is longer
public record ExampleValue(String text, boolean isText, boolean isCut) {

  private static final int BYTES_MAX = 64;
  private static final ExampleValue NONE = new ExampleValue("", true, false);

  /// Of a text's first bytes.
  static ExampleValue ofText(byte[] bytes, int offset, int end, boolean longer) {
    int length = Math.min(end - offset, BYTES_MAX);
    boolean cut = longer || end - offset > BYTES_MAX;
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    // Half a character at the end.
    return new ExampleValue(cut ? text.replaceFirst("\uFFFD+$", "") : text, true, cut);
  }

  /// Of the first bytes of an `AnyValue`.
  static ExampleValue ofAny(byte[] bytes) {
    if (bytes.length < 2) {
      return NONE;
    }
    ProtoReader reader = new ProtoReader().reset(bytes, 0);
    return switch (reader.tag(bytes.length)) {
      case OtlpFields.ANY_STRING -> {
        long length = reader.varint(bytes.length);
        yield ofText(
            bytes, reader.position(), bytes.length, length > bytes.length - reader.position());
      }
      case OtlpFields.ANY_BOOL -> plain(reader.varint(bytes.length) != 0 ? "true" : "false");
      case OtlpFields.ANY_INT -> plain(Long.toString(reader.varint(bytes.length)));
      case OtlpFields.ANY_DOUBLE ->
          bytes.length < 1 + Long.BYTES
              ? NONE
              : plain(Double.toString(Double.longBitsToDouble(reader.fixed64(bytes.length))));
      case OtlpFields.ANY_ARRAY -> plain("(array)");
      case OtlpFields.ANY_KVLIST -> plain("(map)");
      case OtlpFields.ANY_BYTES -> plain("(bytes)");
      default -> NONE;
    };
  }

  private static ExampleValue plain(String text) {
    return new ExampleValue(text, false, false);
  }
}
