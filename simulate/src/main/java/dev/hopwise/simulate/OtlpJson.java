package dev.hopwise.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Link;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Spans as OTLP/JSON: ids in hexadecimal, 64-bit numbers as decimal strings, enums as numbers.
final class OtlpJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;

  private OtlpJson(JsonGenerator json) {
    this.json = json;
  }

  /// One export and a line end, in UTF-8.
  static byte[] line(List<Span> spans) throws IOException {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
      try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
        new OtlpJson(json).export(spans);
        json.writeRaw('\n');
      }
      return bytes.toByteArray();
    }
  }

  private record Group(Resource resource, InstrumentationScope scope) {}

  private void export(List<Span> spans) throws IOException {
    Map<Group, List<Span>> groups = new LinkedHashMap<>();
    for (Span span : spans) {
      Group group = new Group(span.resource(), span.scope());
      groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(span);
    }
    json.writeStartObject();
    json.writeArrayFieldStart("resourceSpans");
    for (Map.Entry<Group, List<Span>> group : groups.entrySet()) {
      resourceSpans(group.getKey(), group.getValue());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void resourceSpans(Group group, List<Span> spans) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("resource");
    attributes(group.resource().attributes());
    json.writeEndObject();
    json.writeArrayFieldStart("scopeSpans");
    json.writeStartObject();
    json.writeObjectFieldStart("scope");
    json.writeStringField("name", group.scope().name());
    json.writeStringField("version", group.scope().version());
    json.writeEndObject();
    json.writeArrayFieldStart("spans");
    for (Span span : spans) {
      span(span);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void span(Span span) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", span.traceId().hex());
    json.writeStringField("spanId", SpanId.hex(span.spanId()));
    if (!span.isRoot()) {
      json.writeStringField("parentSpanId", SpanId.hex(span.parentSpanId()));
    }
    if (!span.traceState().isEmpty()) {
      json.writeStringField("traceState", span.traceState());
    }
    json.writeNumberField("flags", span.flags());
    json.writeStringField("name", span.name());
    json.writeNumberField("kind", span.kind().number());
    json.writeStringField("startTimeUnixNano", Long.toString(span.startEpochNanos()));
    json.writeStringField("endTimeUnixNano", Long.toString(span.endEpochNanos()));
    attributes(span.attributes());
    events(span.events());
    links(span.links());
    json.writeObjectFieldStart("status");
    json.writeNumberField("code", span.status().code().number());
    json.writeEndObject();
    json.writeEndObject();
  }

  private void events(List<Event> events) throws IOException {
    json.writeArrayFieldStart("events");
    for (Event event : events) {
      json.writeStartObject();
      json.writeStringField("timeUnixNano", Long.toString(event.epochNanos()));
      json.writeStringField("name", event.name());
      attributes(event.attributes());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void links(List<Link> links) throws IOException {
    json.writeArrayFieldStart("links");
    for (Link link : links) {
      json.writeStartObject();
      json.writeStringField("traceId", link.traceId().hex());
      json.writeStringField("spanId", SpanId.hex(link.spanId()));
      json.writeNumberField("flags", link.flags());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void attributes(Attributes attributes) throws IOException {
    json.writeArrayFieldStart("attributes");
    for (Attribute attribute : attributes) {
      json.writeStartObject();
      json.writeStringField("key", attribute.key());
      json.writeObjectFieldStart("value");
      value(attribute.value());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// The simulator makes texts and whole numbers only.
  private void value(AttributeValue value) throws IOException {
    switch (value) {
      case AttributeValue.Text(String text) -> json.writeStringField("stringValue", text);
      case AttributeValue.Int(long number) ->
          json.writeStringField("intValue", Long.toString(number));
      case AttributeValue.Bool _,
          AttributeValue.Real _,
          AttributeValue.Array _,
          AttributeValue.Map _,
          AttributeValue.Bytes _,
          AttributeValue.Empty _ ->
          throw new IllegalStateException("not made by the simulator: " + value);
    }
  }
}
