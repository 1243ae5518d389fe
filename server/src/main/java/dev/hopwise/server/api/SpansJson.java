package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Link;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Spans as OTLP's `TracesData` in one of the two ways in which it is written as JSON.
public final class SpansJson {

  /// How ids and enums are written.
  public enum Style {
    /// As OTLP/JSON: ids in hexadecimal digits, enums as numbers.
    OTLP,
    /// As protobuf's own JSON: ids in base64, enums by name.
    PROTOBUF
  }

  private final JsonGenerator json;
  private final Style style;

  private SpansJson(JsonGenerator json, Style style) {
    this.json = json;
    this.style = style;
  }

  /// @param listName what the list of resources is called: it differs between Tempo's versions
  public static void write(JsonGenerator json, Style style, String listName, List<Span> spans)
      throws IOException {
    json.writeStartObject();
    if (!spans.isEmpty()) {
      json.writeArrayFieldStart(listName);
      new SpansJson(json, style).resources(spans);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /// The elements of the list alone, which the caller opens and closes.
  public static void elements(JsonGenerator json, Style style, List<Span> spans)
      throws IOException {
    new SpansJson(json, style).resources(spans);
  }

  private void resources(List<Span> spans) throws IOException {
    Map<Resource, Map<InstrumentationScope, List<Span>>> groups = new LinkedHashMap<>();
    for (Span span : spans) {
      groups
          .computeIfAbsent(span.resource(), _ -> new LinkedHashMap<>())
          .computeIfAbsent(span.scope(), _ -> new ArrayList<>())
          .add(span);
    }
    for (Map.Entry<Resource, Map<InstrumentationScope, List<Span>>> group : groups.entrySet()) {
      Resource resource = group.getKey();
      json.writeStartObject();
      json.writeObjectFieldStart("resource");
      attributes(resource.attributes());
      number("droppedAttributesCount", resource.droppedAttributesCount());
      json.writeEndObject();
      json.writeArrayFieldStart("scopeSpans");
      for (Map.Entry<InstrumentationScope, List<Span>> scope : group.getValue().entrySet()) {
        scope(scope.getKey(), scope.getValue());
      }
      json.writeEndArray();
      text("schemaUrl", resource.schemaUrl());
      json.writeEndObject();
    }
  }

  private void scope(InstrumentationScope scope, List<Span> spans) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("scope");
    text("name", scope.name());
    text("version", scope.version());
    attributes(scope.attributes());
    number("droppedAttributesCount", scope.droppedAttributesCount());
    json.writeEndObject();
    json.writeArrayFieldStart("spans");
    for (Span span : spans) {
      span(span);
    }
    json.writeEndArray();
    text("schemaUrl", scope.schemaUrl());
    json.writeEndObject();
  }

  private void span(Span span) throws IOException {
    json.writeStartObject();
    id("traceId", span.traceId());
    id("spanId", span.spanId());
    text("traceState", span.traceState());
    if (!span.isRoot()) {
      id("parentSpanId", span.parentSpanId());
    }
    text("name", span.name());
    if (span.kind().number() != 0) {
      constant("kind", span.kind().number(), "SPAN_KIND_" + span.kind().name());
    }
    time("startTimeUnixNano", span.startEpochNanos());
    time("endTimeUnixNano", span.endEpochNanos());
    attributes(span.attributes());
    number("droppedAttributesCount", span.droppedAttributesCount());
    events(span.events());
    number("droppedEventsCount", span.droppedEventsCount());
    links(span.links());
    number("droppedLinksCount", span.droppedLinksCount());
    json.writeObjectFieldStart("status");
    text("message", span.status().message());
    if (span.status().code() != StatusCode.UNSET) {
      StatusCode code = span.status().code();
      constant("code", code.number(), "STATUS_CODE_" + code.name());
    }
    json.writeEndObject();
    number("flags", span.flags());
    json.writeEndObject();
  }

  private void events(List<Event> events) throws IOException {
    if (events.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("events");
    for (Event event : events) {
      json.writeStartObject();
      time("timeUnixNano", event.epochNanos());
      text("name", event.name());
      attributes(event.attributes());
      number("droppedAttributesCount", event.droppedAttributesCount());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void links(List<Link> links) throws IOException {
    if (links.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("links");
    for (Link link : links) {
      json.writeStartObject();
      id("traceId", link.traceId());
      if (link.spanId() != SpanId.NONE) {
        id("spanId", link.spanId());
      }
      text("traceState", link.traceState());
      attributes(link.attributes());
      number("droppedAttributesCount", link.droppedAttributesCount());
      number("flags", link.flags());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void attributes(Attributes attributes) throws IOException {
    if (!attributes.isEmpty()) {
      AttributeJson.field(json, attributes);
    }
  }

  private void text(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  private void number(String name, int unsigned) throws IOException {
    if (unsigned != 0) {
      json.writeNumberField(name, Integer.toUnsignedLong(unsigned));
    }
  }

  private void time(String name, long epochNanos) throws IOException {
    if (epochNanos != 0) {
      json.writeStringField(name, Long.toUnsignedString(epochNanos));
    }
  }

  private void constant(String name, int number, String constant) throws IOException {
    switch (style) {
      case OTLP -> json.writeNumberField(name, number);
      case PROTOBUF -> json.writeStringField(name, constant);
    }
  }

  private void id(String name, TraceId id) throws IOException {
    switch (style) {
      case OTLP -> json.writeStringField(name, id.hex());
      case PROTOBUF ->
          json.writeBinaryField(
              name, ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).array());
    }
  }

  private void id(String name, long spanId) throws IOException {
    switch (style) {
      case OTLP -> json.writeStringField(name, SpanId.hex(spanId));
      case PROTOBUF -> json.writeBinaryField(name, ByteBuffer.allocate(8).putLong(spanId).array());
    }
  }
}
