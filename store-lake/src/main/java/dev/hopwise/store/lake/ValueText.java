package dev.hopwise.store.lake;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import java.util.Base64;

/// How an attribute's value stands as text in a column, and which letter of `attribute_types` says
/// so (FORMAT.md section 1). Every value comes back exactly as it was.
///
/// @param letter one of the constants here
/// @param text the value
record ValueText(char letter, String text) {

  static final char TEXT = 's';
  static final char BOOL = 'b';
  static final char INT = 'i';
  static final char DOUBLE = 'd';
  static final char BYTES = 'x';
  static final char EMPTY = 'e';

  /// An array as plain JSON.
  static final char ARRAY = 'a';

  /// A map as plain JSON.
  static final char MAP = 'k';

  /// An array or a map that plain JSON cannot carry, as OTLP/JSON.
  static final char OTLP = 'o';

  static ValueText encode(AttributeValue value) {
    return switch (value) {
      case AttributeValue.Text(String text) -> new ValueText(TEXT, text);
      case AttributeValue.Bool(boolean bool) -> new ValueText(BOOL, Boolean.toString(bool));
      case AttributeValue.Int(long number) -> new ValueText(INT, Long.toString(number));
      case AttributeValue.Real(double number) -> new ValueText(DOUBLE, Double.toString(number));
      case AttributeValue.Bytes(byte[] bytes) ->
          new ValueText(BYTES, Base64.getEncoder().encodeToString(bytes));
      case AttributeValue.Empty() -> new ValueText(EMPTY, "");
      case AttributeValue.Array _ -> nested(value, ARRAY);
      case AttributeValue.Map _ -> nested(value, MAP);
    };
  }

  private static ValueText nested(AttributeValue value, char plainLetter) {
    return PlainJson.carries(value)
        ? new ValueText(plainLetter, PlainJson.write(value))
        : new ValueText(OTLP, OtlpJson.write(value));
  }

  /// The value again.
  ///
  /// @throws IllegalArgumentException when the text is not what the letter says
  static AttributeValue decode(char letter, String text) {
    return switch (letter) {
      case TEXT -> new AttributeValue.Text(text);
      case BOOL -> new AttributeValue.Bool(Boolean.parseBoolean(text));
      case INT -> new AttributeValue.Int(Long.parseLong(text));
      case DOUBLE -> new AttributeValue.Real(Double.parseDouble(text));
      case BYTES -> new AttributeValue.Bytes(Base64.getDecoder().decode(text));
      case EMPTY -> AttributeValue.EMPTY;
      case ARRAY, MAP -> PlainJson.read(text);
      case OTLP -> OtlpJson.read(text);
      default -> throw new IllegalArgumentException("attribute type '" + letter + "' is unknown");
    };
  }

  /// The attributes of a resource or a scope as one JSON object.
  static String encodeObject(Attributes attributes) {
    AttributeValue map = new AttributeValue.Map(attributes);
    return PlainJson.carries(map) && attributes.get(OtlpJson.WRAPPER_KEY) == null
        ? PlainJson.write(map)
        : OtlpJson.writeWrapped(attributes);
  }

  /// The attributes of such an object.
  ///
  /// @throws IllegalArgumentException when it is none
  static Attributes decodeObject(String json) {
    if (!(PlainJson.read(json) instanceof AttributeValue.Map(Attributes entries))) {
      throw new IllegalArgumentException("not a JSON object: " + json);
    }
    for (Attribute entry : entries) {
      if (entry.key().equals(OtlpJson.WRAPPER_KEY)) {
        return OtlpJson.readWrapped(json);
      }
    }
    return entries;
  }
}
