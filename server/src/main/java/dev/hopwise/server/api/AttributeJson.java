package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import java.io.IOException;

/// Attributes as OTLP/JSON writes them.
public final class AttributeJson {

  private AttributeJson() {}

  /// `"attributes":[…]`, also when empty.
  public static void field(JsonGenerator json, Attributes attributes) throws IOException {
    json.writeFieldName("attributes");
    list(json, attributes);
  }

  private static void list(JsonGenerator json, Attributes attributes) throws IOException {
    json.writeStartArray();
    for (Attribute attribute : attributes) {
      json.writeStartObject();
      json.writeStringField("key", attribute.key());
      json.writeFieldName("value");
      value(json, attribute.value());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// An AnyValue. Values nest at most as deep as the decoder lets in.
  public static void value(JsonGenerator json, AttributeValue value) throws IOException {
    json.writeStartObject();
    switch (value) {
      case AttributeValue.Text(String text) -> json.writeStringField("stringValue", text);
      case AttributeValue.Bool(boolean truth) -> json.writeBooleanField("boolValue", truth);
      case AttributeValue.Int(long integer) ->
          json.writeStringField("intValue", Long.toString(integer));
      // Jackson writes NaN and infinities in quotes, as protobuf's JSON has them.
      case AttributeValue.Real(double real) -> json.writeNumberField("doubleValue", real);
      case AttributeValue.Array(var elements) -> {
        json.writeObjectFieldStart("arrayValue");
        json.writeArrayFieldStart("values");
        for (AttributeValue element : elements) {
          value(json, element);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      case AttributeValue.Map(Attributes entries) -> {
        json.writeObjectFieldStart("kvlistValue");
        json.writeFieldName("values");
        list(json, entries);
        json.writeEndObject();
      }
      case AttributeValue.Bytes(byte[] bytes) -> json.writeBinaryField("bytesValue", bytes);
      case AttributeValue.Empty() -> {}
    }
    json.writeEndObject();
  }
}
