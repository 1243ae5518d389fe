package dev.hopwise.sample.buffer;

import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads an encoded `KeyValue` whose key is known and whose value is a text or an integer. Not
/// thread-safe.
final class AttributeText {

  private final ProtoReader reader = new ProtoReader();

  /// The text, an integer as decimal digits, or null where the key or the value is another.
  @Nullable String of(byte[] bytes, int from, int end, byte[] key) {
    reader.reset(bytes, from);
    boolean isKey = false;
    String value = null;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.KEY_VALUE_KEY -> {
          int length = reader.length(end);
          int at = reader.position();
          isKey = Arrays.equals(bytes, at, at + length, key, 0, key.length);
          reader.seek(at + length);
        }
        case OtlpFields.KEY_VALUE_VALUE -> {
          int length = reader.length(end);
          value = text(bytes, reader.position() + length);
        }
        default -> reader.skip(end);
      }
    }
    return isKey ? value : null;
  }

  private @Nullable String text(byte[] bytes, int end) {
    String value = null;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.ANY_STRING -> {
          int length = reader.length(end);
          value = new String(bytes, reader.position(), length, StandardCharsets.UTF_8);
          reader.seek(reader.position() + length);
        }
        case OtlpFields.ANY_INT -> value = Long.toString(reader.varint(end));
        default -> reader.skip(end);
      }
    }
    return value;
  }
}
