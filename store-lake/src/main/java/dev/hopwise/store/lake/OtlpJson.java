package dev.hopwise.store.lake;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Values in OTLP's JSON encoding, which names every type: `{"intValue":"7"}`. An empty object is
/// the empty value. Source: opentelemetry-proto, `common/v1/common.proto`, in protobuf's JSON
/// mapping.
final class OtlpJson {

  /// The only key of an object that holds attributes in this encoding.
  static final String WRAPPER_KEY = "$otlp";

  private OtlpJson() {}

  static String write(AttributeValue value) {
    return Json.write(out -> writeAny(out, value));
  }

  /// `{"$otlp":[{"key":…,"value":…},…]}`
  static String writeWrapped(Attributes attributes) {
    return Json.write(out -> {
      out.writeStartObject();
      out.writeFieldName(WRAPPER_KEY);
      writeKeyValues(out, attributes);
      out.writeEndObject();
    });
  }

  /// @throws IllegalArgumentException when the text is no such JSON
  static AttributeValue read(String text) {
    return Json.read(text, OtlpJson::readAny);
  }

  /// @throws IllegalArgumentException when the text is no such JSON
  static Attributes readWrapped(String text) {
    return Json.read(
        text,
        in -> {
          Json.expect(in, JsonToken.START_OBJECT);
          Json.expect(in, JsonToken.FIELD_NAME);
          return readKeyValues(in);
        });
  }

  private static void writeAny(JsonGenerator out, AttributeValue value) throws IOException {
    out.writeStartObject();
    switch (value) {
      case AttributeValue.Text(String text) -> out.writeStringField("stringValue", text);
      case AttributeValue.Bool(boolean bool) -> out.writeBooleanField("boolValue", bool);
      case AttributeValue.Int(long number) ->
          out.writeStringField("intValue", Long.toString(number));
      case AttributeValue.Real(double number) -> writeDouble(out, number);
      case AttributeValue.Bytes(byte[] bytes) ->
          out.writeStringField("bytesValue", Base64.getEncoder().encodeToString(bytes));
      case AttributeValue.Array(List<AttributeValue> values) -> {
        out.writeObjectFieldStart("arrayValue");
        out.writeArrayFieldStart("values");
        for (AttributeValue element : values) {
          writeAny(out, element);
        }
        out.writeEndArray();
        out.writeEndObject();
      }
      case AttributeValue.Map(Attributes entries) -> {
        out.writeObjectFieldStart("kvlistValue");
        out.writeFieldName("values");
        writeKeyValues(out, entries);
        out.writeEndObject();
      }
      case AttributeValue.Empty() -> {}
    }
    out.writeEndObject();
  }

  /// What JSON has no number for stands as text.
  private static void writeDouble(JsonGenerator out, double number) throws IOException {
    out.writeFieldName("doubleValue");
    if (Double.isFinite(number)) {
      out.writeNumber(Double.toString(number));
    } else {
      out.writeString(Double.toString(number));
    }
  }

  private static void writeKeyValues(JsonGenerator out, Attributes attributes) throws IOException {
    out.writeStartArray();
    for (Attribute attribute : attributes) {
      out.writeStartObject();
      out.writeStringField("key", attribute.key());
      out.writeFieldName("value");
      writeAny(out, attribute.value());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static AttributeValue readAny(JsonParser in) throws IOException {
    Json.expect(in, JsonToken.START_OBJECT);
    if (in.currentToken() == JsonToken.END_OBJECT) {
      return AttributeValue.EMPTY;
    }
    String kind = in.currentName();
    in.nextToken();
    AttributeValue value =
        switch (kind) {
          case "stringValue" -> new AttributeValue.Text(in.getText());
          case "boolValue" -> new AttributeValue.Bool(in.getBooleanValue());
          case "intValue" -> new AttributeValue.Int(Long.parseLong(in.getText()));
          case "doubleValue" -> new AttributeValue.Real(Double.parseDouble(in.getText()));
          case "bytesValue" -> new AttributeValue.Bytes(Base64.getDecoder().decode(in.getText()));
          case "arrayValue" -> new AttributeValue.Array(readArray(in));
          case "kvlistValue" -> new AttributeValue.Map(readMap(in));
          default -> throw new IOException("\"" + kind + "\" is no kind of value");
        };
    in.nextToken();
    return value;
  }

  private static List<AttributeValue> readArray(JsonParser in) throws IOException {
    Json.expect(in, JsonToken.START_OBJECT);
    Json.expect(in, JsonToken.FIELD_NAME);
    List<AttributeValue> values = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      values.add(readAny(in));
    }
    in.nextToken();
    return values;
  }

  private static Attributes readMap(JsonParser in) throws IOException {
    Json.expect(in, JsonToken.START_OBJECT);
    Json.expect(in, JsonToken.FIELD_NAME);
    Attributes entries = readKeyValues(in);
    in.nextToken();
    return entries;
  }

  /// From the array's beginning to its end.
  private static Attributes readKeyValues(JsonParser in) throws IOException {
    List<Attribute> attributes = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      Json.expect(in, JsonToken.START_OBJECT);
      in.nextToken();
      String key = in.getText();
      in.nextToken();
      in.nextToken();
      attributes.add(new Attribute(key, readAny(in)));
      in.nextToken();
    }
    return Attributes.of(attributes);
  }
}
