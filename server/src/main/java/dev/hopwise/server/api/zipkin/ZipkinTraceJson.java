package dev.hopwise.server.api.zipkin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.model.Event;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.TraceId;
import dev.hopwise.server.api.AttributeText;
import dev.hopwise.server.api.zipkin.ZipkinEndpoints.Endpoint;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A trace as Zipkin's version 2 has it.
final class ZipkinTraceJson {

  private static final long NANOS_PER_MICRO = 1_000;

  private final JsonGenerator json;

  ZipkinTraceJson(JsonGenerator json) {
    this.json = json;
  }

  void write(List<Span> spans) throws IOException {
    Set<Long> clients = new HashSet<>();
    for (Span span : spans) {
      if (span.kind() == SpanKind.CLIENT) {
        clients.add(span.spanId());
      }
    }
    json.writeStartArray();
    for (Span span : spans) {
      span(span, span.kind() == SpanKind.SERVER && clients.contains(span.spanId()));
    }
    json.writeEndArray();
  }

  private void span(Span span, boolean shared) throws IOException {
    ZipkinEndpoints endpoints = new ZipkinEndpoints(span);
    json.writeStartObject();
    json.writeStringField("traceId", hex(span.traceId()));
    if (!span.isRoot()) {
      json.writeStringField("parentId", SpanId.hex(span.parentSpanId()));
    }
    json.writeStringField("id", SpanId.hex(span.spanId()));
    switch (span.kind()) {
      case CLIENT, SERVER, PRODUCER, CONSUMER -> json.writeStringField("kind", span.kind().name());
      case INTERNAL, UNSPECIFIED -> {}
    }
    if (!span.name().isEmpty()) {
      json.writeStringField("name", span.name());
    }
    if (ZipkinTags.hasStart(span)) {
      json.writeNumberField("timestamp", span.startEpochNanos() / NANOS_PER_MICRO);
    }
    if (span.durationNanos() > 0) {
      // Zipkin has no duration of nothing.
      json.writeNumberField("duration", Math.max(1, span.durationNanos() / NANOS_PER_MICRO));
    }
    endpoint("localEndpoint", endpoints.local());
    endpoint("remoteEndpoint", endpoints.remote());
    annotations(span.events());
    tags(ZipkinTags.of(span, endpoints.used()));
    if (shared) {
      json.writeBooleanField("shared", true);
    }
    json.writeEndObject();
  }

  private void endpoint(String name, Endpoint endpoint) throws IOException {
    if (endpoint.equals(Endpoint.NONE)) {
      return;
    }
    json.writeObjectFieldStart(name);
    if (!endpoint.serviceName().isEmpty()) {
      json.writeStringField("serviceName", endpoint.serviceName());
    }
    if (!endpoint.ip().isEmpty()) {
      json.writeStringField(endpoint.isIpv4() ? "ipv4" : "ipv6", endpoint.ip());
    }
    if (endpoint.port() != 0) {
      json.writeNumberField("port", endpoint.port());
    }
    json.writeEndObject();
  }

  private void annotations(List<Event> events) throws IOException {
    if (events.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("annotations");
    for (Event event : events) {
      json.writeStartObject();
      json.writeNumberField("timestamp", event.epochNanos() / NANOS_PER_MICRO);
      json.writeStringField("value", value(event));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// The name, or with attributes `"name":{…}`, as the specification has it.
  private static String value(Event event) {
    return event.attributes().isEmpty()
        ? event.name()
        : AttributeText.quoted(event.name()) + ":" + AttributeText.object(event.attributes());
  }

  private void tags(Map<String, String> tags) throws IOException {
    if (tags.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("tags");
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      json.writeStringField(tag.getKey(), tag.getValue());
    }
    json.writeEndObject();
  }

  /// 16 digits where the first 16 are zeros, else 32.
  private static String hex(TraceId id) {
    return id.high() == 0 ? SpanId.hex(id.low()) : id.hex();
  }
}
