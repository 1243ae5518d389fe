package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;

/// Values as texts, for APIs that know no others: numbers in decimal, bytes in base64, arrays and
/// maps as JSON (the OpenTelemetry specification, "Mapping to non-OTLP formats").
public final class AttributeText {

  private AttributeText() {}

  /// The value as a text; empty for the empty value.
  public static String of(AttributeValue value) {
    return switch (value) {
      case AttributeValue.Text(String text) -> text;
      case AttributeValue.Int(long integer) -> Long.toString(integer);
      case AttributeValue.Real(double real) -> Double.toString(real);
      case AttributeValue.Bool(boolean truth) -> Boolean.toString(truth);
      case AttributeValue.Bytes(byte[] bytes) -> Base64.getEncoder().encodeToString(bytes);
      case AttributeValue.Empty() -> "";
      case AttributeValue.Array _, AttributeValue.Map _ -> text(json -> plain(json, value));
    };
  }

  /// Attributes as a JSON object.
  public static String object(Attributes attributes) {
    return text(json -> object(json, attributes));
  }

  /// A text as JSON writes it, quotes included.
  public static String quoted(String text) {
    return text(json -> json.writeString(text));
  }

  private static String text(Json.Body body) {
    try {
      return Json.write(body).toStringUtf8();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private static void object(JsonGenerator json, Attributes attributes) throws IOException {
    json.writeStartObject();
    for (Attribute attribute : attributes) {
      json.writeFieldName(attribute.key());
      plain(json, attribute.value());
    }
    json.writeEndObject();
  }

  /// Values nest at most as deep as the decoder lets in.
  private static void plain(JsonGenerator json, AttributeValue value) throws IOException {
    switch (value) {
      case AttributeValue.Text(String text) -> json.writeString(text);
      case AttributeValue.Int(long integer) -> json.writeNumber(integer);
      case AttributeValue.Real(double real) -> json.writeNumber(real);
      case AttributeValue.Bool(boolean truth) -> json.writeBoolean(truth);
      case AttributeValue.Bytes(byte[] bytes) -> json.writeBinary(bytes);
      case AttributeValue.Empty() -> json.writeNull();
      case AttributeValue.Array(var elements) -> {
        json.writeStartArray();
        for (AttributeValue element : elements) {
          plain(json, element);
        }
        json.writeEndArray();
      }
      case AttributeValue.Map(Attributes entries) -> object(json, entries);
    }
  }
}
