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
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Spans as OTLP/JSON: ids in hexadecimal, enums as numbers, 64-bit integers as texts, what has its
/// default left out.
public final class OtlpTraceJson {

  private final JsonGenerator json;

  public OtlpTraceJson(JsonGenerator json) {
    this.json = json;
  }

  /// Elements of the array `resourceSpans`, which the caller opens and closes.
  public void resourceSpans(List<Span> spans) throws IOException {
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
    json.writeStringField("traceId", span.traceId().hex());
    json.writeStringField("spanId", SpanId.hex(span.spanId()));
    text("traceState", span.traceState());
    if (!span.isRoot()) {
      json.writeStringField("parentSpanId", SpanId.hex(span.parentSpanId()));
    }
    number("flags", span.flags());
    text("name", span.name());
    number("kind", span.kind().number());
    json.writeStringField("startTimeUnixNano", Long.toUnsignedString(span.startEpochNanos()));
    json.writeStringField("endTimeUnixNano", Long.toUnsignedString(span.endEpochNanos()));
    attributes(span.attributes());
    number("droppedAttributesCount", span.droppedAttributesCount());
    events(span.events());
    number("droppedEventsCount", span.droppedEventsCount());
    links(span.links());
    number("droppedLinksCount", span.droppedLinksCount());
    json.writeObjectFieldStart("status");
    text("message", span.status().message());
    if (span.status().code() != StatusCode.UNSET) {
      json.writeNumberField("code", span.status().code().number());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void events(List<Event> events) throws IOException {
    if (events.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("events");
    for (Event event : events) {
      json.writeStartObject();
      json.writeStringField("timeUnixNano", Long.toUnsignedString(event.epochNanos()));
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
      json.writeStringField("traceId", link.traceId().hex());
      if (link.spanId() != SpanId.NONE) {
        json.writeStringField("spanId", SpanId.hex(link.spanId()));
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
}
