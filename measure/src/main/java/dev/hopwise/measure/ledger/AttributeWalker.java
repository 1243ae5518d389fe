package dev.hopwise.measure.ledger;

import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;

/// Goes through the attributes of encoded messages that the receiver has checked; copies nothing.
/// Not thread-safe.
final class AttributeWalker {

  /// Takes each attribute.
  @FunctionalInterface
  interface Visitor {

    /// @param valueOffset of the encoded `AnyValue`
    /// @param encodedBytes what the whole attribute takes in its message
    void attribute(
        LedgerScope scope,
        byte[] bytes,
        int keyOffset,
        int keyLength,
        int valueOffset,
        int valueLength,
        int encodedBytes);
  }

  private final ProtoReader reader = new ProtoReader();
  private final Visitor visitor;

  AttributeWalker(Visitor visitor) {
    this.visitor = visitor;
  }

  /// A resource's, or with another tag an instrumentation scope's.
  void message(LedgerScope scope, int attributesTag, byte[] bytes, int offset, int length) {
    reader.reset(bytes, offset);
    attributes(scope, attributesTag, offset + length);
  }

  /// A span's, its events' and its links'.
  void span(byte[] bytes, int offset, int length) {
    int end = offset + length;
    reader.reset(bytes, offset);
    while (reader.position() < end) {
      int start = reader.position();
      switch (reader.tag(end)) {
        case OtlpFields.SPAN_ATTRIBUTES -> attribute(LedgerScope.SPAN, start, end);
        case OtlpFields.SPAN_EVENTS ->
            attributes(LedgerScope.EVENT, OtlpFields.EVENT_ATTRIBUTES, innerEnd(end));
        case OtlpFields.SPAN_LINKS ->
            attributes(LedgerScope.LINK, OtlpFields.LINK_ATTRIBUTES, innerEnd(end));
        default -> reader.skip(end);
      }
    }
  }

  private int innerEnd(int end) {
    int length = reader.length(end);
    return reader.position() + length;
  }

  private void attributes(LedgerScope scope, int tag, int end) {
    while (reader.position() < end) {
      int start = reader.position();
      if (reader.tag(end) == tag) {
        attribute(scope, start, end);
      } else {
        reader.skip(end);
      }
    }
  }

  private void attribute(LedgerScope scope, int start, int messageEnd) {
    int end = innerEnd(messageEnd);
    int key = end;
    int keyLength = 0;
    int value = end;
    int valueLength = 0;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.KEY_VALUE_KEY -> {
          keyLength = reader.length(end);
          key = reader.position();
          reader.seek(key + keyLength);
        }
        case OtlpFields.KEY_VALUE_VALUE -> {
          valueLength = reader.length(end);
          value = reader.position();
          reader.seek(value + valueLength);
        }
        default -> reader.skip(end);
      }
    }
    visitor.attribute(scope, reader.bytes(), key, keyLength, value, valueLength, end - start);
  }
}
