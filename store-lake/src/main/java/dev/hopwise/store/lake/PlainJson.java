package dev.hopwise.store.lake;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Arrays and maps as the JSON that people write: a number with `.` or `e` is a double, one without
/// is an integer.
final class PlainJson {

  private PlainJson() {}

  /// Whether the value comes back as it was: bytes, empty values, NaN and infinities have no plain
  /// form.
  static boolean carries(AttributeValue value) {
    return switch (value) {
      case AttributeValue.Text _, AttributeValue.Bool _, AttributeValue.Int _ -> true;
      case AttributeValue.Real(double number) -> Double.isFinite(number);
      case AttributeValue.Bytes _, AttributeValue.Empty _ -> false;
      case AttributeValue.Array(List<AttributeValue> values) ->
          values.stream().allMatch(PlainJson::carries);
      case AttributeValue.Map(Attributes entries) ->
          entries.stream().map(Attribute::value).allMatch(PlainJson::carries);
    };
  }

  static String write(AttributeValue value) {
    return Json.write(out -> write(out, value));
  }

  private static void write(JsonGenerator out, AttributeValue value) throws IOException {
    switch (value) {
      case AttributeValue.Text(String text) -> out.writeString(text);
      case AttributeValue.Bool(boolean bool) -> out.writeBoolean(bool);
      case AttributeValue.Int(long number) -> out.writeNumber(number);
      case AttributeValue.Real(double number) -> out.writeNumber(Double.toString(number));
      case AttributeValue.Array(List<AttributeValue> values) -> {
        out.writeStartArray();
        for (AttributeValue element : values) {
          write(out, element);
        }
        out.writeEndArray();
      }
      case AttributeValue.Map(Attributes entries) -> {
        out.writeStartObject();
        for (Attribute entry : entries) {
          out.writeFieldName(entry.key());
          write(out, entry.value());
        }
        out.writeEndObject();
      }
      case AttributeValue.Bytes _, AttributeValue.Empty _ ->
          throw new IllegalArgumentException("plain JSON cannot carry " + value);
    }
  }

  /// @throws IllegalArgumentException when the text is no such JSON
  static AttributeValue read(String text) {
    return Json.read(text, PlainJson::read);
  }

  private static AttributeValue read(JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    return switch (token) {
      case VALUE_STRING -> new AttributeValue.Text(in.getText());
      case VALUE_TRUE -> new AttributeValue.Bool(true);
      case VALUE_FALSE -> new AttributeValue.Bool(false);
      case VALUE_NUMBER_INT -> new AttributeValue.Int(in.getLongValue());
      case VALUE_NUMBER_FLOAT -> new AttributeValue.Real(Double.parseDouble(in.getText()));
      case START_ARRAY -> array(in);
      case START_OBJECT -> object(in);
      case null, default -> throw new IOException("found " + token + " where a value is due");
    };
  }

  private static AttributeValue array(JsonParser in) throws IOException {
    List<AttributeValue> values = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      values.add(read(in));
    }
    return new AttributeValue.Array(values);
  }

  private static AttributeValue object(JsonParser in) throws IOException {
    List<Attribute> entries = new ArrayList<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      in.nextToken();
      entries.add(new Attribute(key, read(in)));
    }
    return new AttributeValue.Map(Attributes.of(entries));
  }
}
