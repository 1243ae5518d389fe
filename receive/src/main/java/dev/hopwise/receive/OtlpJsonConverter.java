package dev.hopwise.receive;

import com.fasterxml.jackson.core.JsonToken;
import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoWriter;
import java.io.IOException;

/// OTLP/JSON to the protobuf bytes of the same request, in one pass.
///
/// The rules are those of the OTLP specification, "JSON Protobuf Encoding": ids in hexadecimal of
/// any case, names in lowerCamelCase, enums as integers (names are taken too), 64-bit integers as
/// decimal texts or numbers, unknown fields ignored, null as absent. An id of a wrong length is
/// written as one zero byte, so that the scanner refuses that span and no other; what is no
/// hexadecimal at all is a fault of the request.
///
/// Not thread-safe.
final class OtlpJsonConverter {

  private final ProtoMessages messages = new ProtoMessages();
  private final OtlpJsonValues values = new OtlpJsonValues(messages);
  private long spansSeen;

  /// Reads one field's value, on which the input stands, into a message.
  interface FieldReader {
    void read(String name, JsonInput in, ProtoWriter out) throws IOException;
  }

  /// The result is valid until the next call.
  ///
  /// @throws UndecodableException when the text is no such request; it tells how many spans had
  ///   been begun
  Slice toProtobuf(Slice json) {
    spansSeen = 0;
    try (JsonInput in = JsonInput.of(json)) {
      ProtoWriter request = messages.begin();
      if (!in.next()) {
        throw UndecodableException.malformed(
            "body is empty, which is no JSON; an empty request is {}");
      }
      in.expect(JsonToken.START_OBJECT, "an object");
      while (in.nextField()) {
        if (in.fieldName().equals("resourceSpans")) {
          values.objects(in, OtlpFields.REQUEST_RESOURCE_SPANS, this::resourceSpans);
        } else {
          in.skip();
        }
      }
      in.expectEnd();
      return new Slice(request.array(), 0, request.size());
    } catch (IOException e) {
      throw JsonInput.fault(e).after(spansSeen);
    } catch (UndecodableException e) {
      throw e.after(spansSeen);
    }
  }

  private void resourceSpans(String name, JsonInput in, ProtoWriter out) throws IOException {
    switch (name) {
      case "resource" -> values.object(in, OtlpFields.RESOURCE_SPANS_RESOURCE, this::resource);
      case "scopeSpans" ->
          values.objects(in, OtlpFields.RESOURCE_SPANS_SCOPE_SPANS, this::scopeSpans);
      case "schemaUrl" -> out.textField(OtlpFields.RESOURCE_SPANS_SCHEMA_URL, in.text());
      default -> in.skip();
    }
  }

  private void resource(String name, JsonInput in, ProtoWriter out) throws IOException {
    switch (name) {
      case "attributes" -> values.attributes(in, OtlpFields.RESOURCE_ATTRIBUTES);
      case "droppedAttributesCount" ->
          out.varintField(OtlpFields.RESOURCE_DROPPED_ATTRIBUTES, in.unsigned32());
      default -> in.skip();
    }
  }

  private void scopeSpans(String name, JsonInput in, ProtoWriter out) throws IOException {
    switch (name) {
      case "scope" -> values.object(in, OtlpFields.SCOPE_SPANS_SCOPE, this::scope);
      case "spans" -> spans(in);
      case "schemaUrl" -> out.textField(OtlpFields.SCOPE_SPANS_SCHEMA_URL, in.text());
      default -> in.skip();
    }
  }

  private void scope(String name, JsonInput in, ProtoWriter out) throws IOException {
    switch (name) {
      case "name" -> out.textField(OtlpFields.SCOPE_NAME, in.text());
      case "version" -> out.textField(OtlpFields.SCOPE_VERSION, in.text());
      case "attributes" -> values.attributes(in, OtlpFields.SCOPE_ATTRIBUTES);
      case "droppedAttributesCount" ->
          out.varintField(OtlpFields.SCOPE_DROPPED_ATTRIBUTES, in.unsigned32());
      default -> in.skip();
    }
  }

  private void spans(JsonInput in) throws IOException {
    if (in.isNull()) {
      return;
    }
    in.expect(JsonToken.START_ARRAY, "an array");
    while (in.nextElement()) {
      spansSeen += in.token() == JsonToken.START_OBJECT ? 1 : 0;
      values.object(in, OtlpFields.SCOPE_SPANS_SPANS, this::span);
    }
  }

  private void span(String name, JsonInput in, ProtoWriter out) throws IOException {
    switch (name) {
      case "traceId" -> OtlpJsonValues.id(in, out, OtlpFields.SPAN_TRACE_ID, 16);
      case "spanId" -> OtlpJsonValues.id(in, out, OtlpFields.SPAN_SPAN_ID, 8);
      case "parentSpanId" -> OtlpJsonValues.id(in, out, OtlpFields.SPAN_PARENT_SPAN_ID, 8);
      case "traceState" -> out.textField(OtlpFields.SPAN_TRACE_STATE, in.text());
      case "name" -> out.textField(OtlpFields.SPAN_NAME, in.text());
      case "kind" ->
          out.varintField(OtlpFields.SPAN_KIND, OtlpJsonEnums.number(in, OtlpJsonEnums.KINDS));
      case "startTimeUnixNano" -> out.fixed64Field(OtlpFields.SPAN_START, in.unsigned64());
      case "endTimeUnixNano" -> out.fixed64Field(OtlpFields.SPAN_END, in.unsigned64());
      case "attributes" -> values.attributes(in, OtlpFields.SPAN_ATTRIBUTES);
      case "events" -> values.objects(in, OtlpFields.SPAN_EVENTS, this::event);
      case "links" -> values.objects(in, OtlpFields.SPAN_LINKS, this::link);
      case "status" -> values.object(in, OtlpFields.SPAN_STATUS, this::status);
      case "droppedAttributesCount" ->
          out.varintField(OtlpFields.SPAN_DROPPED_ATTRIBUTES, in.unsigned32());
      case "droppedEventsCount" -> out.varintField(OtlpFields.SPAN_DROPPED_EVENTS, in.unsigned32());
      case "droppedLinksCount" -> out.varintField(OtlpFields.SPAN_DROPPED_LINKS, in.unsigned32());
      case "flags" -> out.fixed32Field(OtlpFields.SPAN_FLAGS, (int) in.unsigned32());
      default -> in.skip();
    }
  }

  private void event(String name, JsonInput in, ProtoWriter out) throws IOException {
    switch (name) {
      case "timeUnixNano" -> out.fixed64Field(OtlpFields.EVENT_TIME, in.unsigned64());
      case "name" -> out.textField(OtlpFields.EVENT_NAME, in.text());
      case "attributes" -> values.attributes(in, OtlpFields.EVENT_ATTRIBUTES);
      case "droppedAttributesCount" ->
          out.varintField(OtlpFields.EVENT_DROPPED_ATTRIBUTES, in.unsigned32());
      default -> in.skip();
    }
  }

  private void link(String name, JsonInput in, ProtoWriter out) throws IOException {
    switch (name) {
      case "traceId" -> OtlpJsonValues.id(in, out, OtlpFields.LINK_TRACE_ID, 16);
      case "spanId" -> OtlpJsonValues.id(in, out, OtlpFields.LINK_SPAN_ID, 8);
      case "traceState" -> out.textField(OtlpFields.LINK_TRACE_STATE, in.text());
      case "attributes" -> values.attributes(in, OtlpFields.LINK_ATTRIBUTES);
      case "droppedAttributesCount" ->
          out.varintField(OtlpFields.LINK_DROPPED_ATTRIBUTES, in.unsigned32());
      case "flags" -> out.fixed32Field(OtlpFields.LINK_FLAGS, (int) in.unsigned32());
      default -> in.skip();
    }
  }

  private void status(String name, JsonInput in, ProtoWriter out) throws IOException {
    switch (name) {
      case "message" -> out.textField(OtlpFields.STATUS_MESSAGE, in.text());
      case "code" ->
          out.varintField(OtlpFields.STATUS_CODE, OtlpJsonEnums.number(in, OtlpJsonEnums.CODES));
      default -> in.skip();
    }
  }
}
