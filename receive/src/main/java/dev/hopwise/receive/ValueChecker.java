package dev.hopwise.receive;

import dev.hopwise.model.otlp.MalformedProtoException;
import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.model.otlp.ShortText;

/// Walks attributes down to their last nested value, so that whoever decodes them later, or never,
/// cannot meet a fault. It reads the same tags as {@link dev.hopwise.model.otlp.SpanDecoder} and
/// refuses the same depth.
///
/// Allocates nothing; not thread-safe.
final class ValueChecker {

  /// {@link #textLength} where the value is no text.
  static final int NO_TEXT = -1;

  private final ProtoReader reader;

  /// Of the key-value that was checked last: its key, and its value when that is a text.
  int keyOffset;

  int keyLength;
  int textOffset;
  int textLength;

  ValueChecker(ProtoReader reader) {
    this.reader = reader;
  }

  /// The rest of a message of whose fields only the attributes hold messages.
  void messageWithAttributes(int end, int attributesTag) {
    while (reader.position() < end) {
      if (reader.tag(end) == attributesTag) {
        keyValue(end);
      } else {
        reader.skip(end);
      }
    }
  }

  /// A length-delimited `KeyValue` of an attribute list.
  void keyValue(int outerEnd) {
    keyValue(outerEnd, 0);
  }

  private void keyValue(int outerEnd, int depth) {
    int end = reader.length(outerEnd) + reader.position();
    int keyEnd = ShortText.keyEnd(reader.bytes(), reader.position(), end);
    if (keyEnd >= 0 && depth <= OtlpFields.NESTING_MAX) {
      shortText(keyEnd, end);
      return;
    }
    int key = 0;
    int length = 0;
    textOffset = 0;
    textLength = NO_TEXT;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.KEY_VALUE_KEY -> {
          length = reader.length(end);
          key = reader.position();
          reader.seek(key + length);
        }
        case OtlpFields.KEY_VALUE_VALUE -> anyValue(end, depth);
        default -> reader.skip(end);
      }
    }
    keyOffset = key;
    keyLength = length;
  }

  private void shortText(int keyEnd, int end) {
    keyOffset = reader.position() + ShortText.KEY_AT;
    keyLength = keyEnd - keyOffset;
    textOffset = keyEnd + ShortText.TEXT_AT;
    textLength = end - textOffset;
    reader.seek(end);
  }

  private void anyValue(int outerEnd, int depth) {
    if (depth > OtlpFields.NESTING_MAX) {
      throw new MalformedProtoException(
          "values nested deeper than " + OtlpFields.NESTING_MAX, reader.position());
    }
    int end = reader.length(outerEnd) + reader.position();
    int text = 0;
    int length = NO_TEXT;
    while (reader.position() < end) {
      int tag = reader.tag(end);
      switch (tag) {
        case OtlpFields.ANY_STRING -> {
          length = reader.length(end);
          text = reader.position();
          reader.seek(text + length);
        }
        case OtlpFields.ANY_ARRAY, OtlpFields.ANY_KVLIST -> {
          list(end, tag, depth + 1);
          length = NO_TEXT;
        }
        case OtlpFields.ANY_BOOL,
            OtlpFields.ANY_INT,
            OtlpFields.ANY_DOUBLE,
            OtlpFields.ANY_BYTES -> {
          reader.skip(end);
          length = NO_TEXT;
        }
        default -> reader.skip(end);
      }
    }
    textOffset = text;
    textLength = length;
  }

  private void list(int outerEnd, int kind, int depth) {
    int end = reader.length(outerEnd) + reader.position();
    while (reader.position() < end) {
      if (reader.tag(end) != OtlpFields.LIST_VALUES) {
        reader.skip(end);
      } else if (kind == OtlpFields.ANY_ARRAY) {
        anyValue(end, depth);
      } else {
        keyValue(end, depth);
      }
    }
  }
}
