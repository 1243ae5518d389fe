package dev.hopwise.sample.buffer;

import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;

/// Finds the text of one attribute on a buffered span, or on its resource. Not thread-safe.
final class TenantReader {

  private final ProtoReader reader = new ProtoReader();
  private final AttributeText text = new AttributeText();

  /// Empty where neither has it as a text.
  String read(Chunk chunk, int entry, byte[] key) {
    int from = entry + Chunk.SPAN_HEAD;
    String found =
        find(
            chunk.bytes,
            from,
            from + chunk.intAt(entry + Chunk.SPAN_BYTES),
            OtlpFields.SPAN_ATTRIBUTES,
            key);
    if (!found.isEmpty()) {
      return found;
    }
    int origin = chunk.intAt(entry + Chunk.ORIGIN);
    int resource = origin + Chunk.ORIGIN_HEAD;
    return find(
        chunk.bytes,
        resource,
        resource + chunk.intAt(origin + Chunk.ORIGIN_PART),
        OtlpFields.RESOURCE_ATTRIBUTES,
        key);
  }

  private String find(byte[] bytes, int from, int end, int field, byte[] key) {
    reader.reset(bytes, from);
    String found = "";
    while (reader.position() < end) {
      if (reader.tag(end) == field) {
        int length = reader.length(end);
        int at = reader.position();
        String value = text.of(bytes, at, at + length, key);
        found = value == null ? found : value;
        reader.seek(at + length);
      } else {
        reader.skip(end);
      }
    }
    return found;
  }
}
