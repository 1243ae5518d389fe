package dev.hopwise.receive;

import com.fasterxml.jackson.core.JsonToken;
import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.receive.OtlpJsonConverter.FieldReader;
import java.io.IOException;
import java.util.HexFormat;

/// Attributes and their values from OTLP/JSON, and what all its messages share.
final class OtlpJsonValues {

  /// Has the length of no id.
  private static final byte[] ID_OF_WRONG_LENGTH = new byte[1];

  private final ProtoMessages messages;
  private final FieldReader keyValue = this::keyValue;
  private final FieldReader anyValue = this::anyValue;
  private final FieldReader array = this::array;
  private final FieldReader map = this::map;

  /// How many values the one being read lies in.
  private int depth;

  OtlpJsonValues(ProtoMessages messages) {
    this.messages = messages;
  }

  /// A message field; null is absent.
  void object(JsonInput in, int tag, FieldReader fields) throws IOException {
    if (in.isNull()) {
      return;
    }
    in.expect(JsonToken.START_OBJECT, "an object");
    ProtoWriter out = messages.open();
    while (in.nextField()) {
      if (!in.isNull()) {
        fields.read(in.fieldName(), in, out);
      }
    }
    messages.close(tag);
  }

  /// A repeated message field; null is absent, as an element too.
  void objects(JsonInput in, int tag, FieldReader fields) throws IOException {
    if (in.isNull()) {
      return;
    }
    in.expect(JsonToken.START_ARRAY, "an array");
    while (in.nextElement()) {
      object(in, tag, fields);
    }
  }

  /// A list of attributes of a span, resource, scope, event or link.
  void attributes(JsonInput in, int tag) throws IOException {
    depth = -1;
    objects(in, tag, keyValue);
  }

  /// An id in hexadecimal; see {@link OtlpJsonConverter} for wrong ones.
  static void id(JsonInput in, ProtoWriter out, int tag, int bytes) throws IOException {
    String hex = in.text();
    for (int i = 0; i < hex.length(); i++) {
      if (!HexFormat.isHexDigit(hex.charAt(i))) {
        throw in.fault("is no hexadecimal id");
      }
    }
    if (hex.length() == 2 * bytes) {
      out.bytesField(tag, HexFormat.of().parseHex(hex));
    } else {
      out.bytesField(tag, hex.isEmpty() ? new byte[0] : ID_OF_WRONG_LENGTH);
    }
  }

  private void keyValue(String name, JsonInput in, ProtoWriter out) throws IOException {
    switch (name) {
      case "key" -> out.textField(OtlpFields.KEY_VALUE_KEY, in.text());
      case "value" -> value(in, OtlpFields.KEY_VALUE_VALUE);
      default -> in.skip();
    }
  }

  private void value(JsonInput in, int tag) throws IOException {
    if (++depth > OtlpFields.NESTING_MAX) {
      throw in.fault("is a value nested deeper than " + OtlpFields.NESTING_MAX);
    }
    object(in, tag, anyValue);
    depth--;
  }

  /// A member of a oneof is written even when it holds its default.
  private void anyValue(String name, JsonInput in, ProtoWriter out) throws IOException {
    switch (name) {
      case "stringValue" -> out.bytesField(OtlpFields.ANY_STRING, JsonInput.utf8(in.text()));
      case "boolValue" -> number(out, OtlpFields.ANY_BOOL, in.bool() ? 1 : 0);
      case "intValue" -> number(out, OtlpFields.ANY_INT, in.signed64());
      case "doubleValue" -> {
        out.varint(OtlpFields.ANY_DOUBLE);
        out.fixed64(Double.doubleToRawLongBits(in.real()));
      }
      case "arrayValue" -> object(in, OtlpFields.ANY_ARRAY, array);
      case "kvlistValue" -> object(in, OtlpFields.ANY_KVLIST, map);
      case "bytesValue" -> out.bytesField(OtlpFields.ANY_BYTES, in.base64());
      default -> in.skip();
    }
  }

  private static void number(ProtoWriter out, int tag, long value) {
    out.varint(tag);
    out.varint(value);
  }

  private void array(String name, JsonInput in, ProtoWriter out) throws IOException {
    if (!name.equals("values")) {
      in.skip();
      return;
    }
    in.expect(JsonToken.START_ARRAY, "an array");
    while (in.nextElement()) {
      if (in.isNull()) {
        out.bytesField(OtlpFields.LIST_VALUES, new byte[0]); // keeps the places of those behind it
      } else {
        value(in, OtlpFields.LIST_VALUES);
      }
    }
  }

  private void map(String name, JsonInput in, ProtoWriter out) throws IOException {
    if (name.equals("values")) {
      objects(in, OtlpFields.LIST_VALUES, keyValue);
    } else {
      in.skip();
    }
  }
}
