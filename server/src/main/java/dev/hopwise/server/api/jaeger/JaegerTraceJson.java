package dev.hopwise.server.api.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Event;
import dev.hopwise.model.Link;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.server.api.AttributeText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A trace as version 1 has it. What OpenTelemetry has and Jaeger has not becomes a tag, in the
/// order in which Jaeger itself writes them: scope, attributes, kind, status, trace state.
final class JaegerTraceJson {

  /// What JavaScript counts exactly; beyond, integers are texts.
  private static final long SAFE_INTEGER_MAX = (1L << 53) - 1;

  private static final int TRACE_FLAGS = 0xFF;
  private static final long NANOS_PER_MICRO = 1_000;

  private final JsonGenerator json;

  JaegerTraceJson(JsonGenerator json) {
    this.json = json;
  }

  /// @param warnings null is written where there are none
  void write(TraceId id, List<Span> spans, List<String> warnings) throws IOException {
    Map<Resource, String> processes = new LinkedHashMap<>();
    for (Span span : spans) {
      processes.computeIfAbsent(span.resource(), _ -> "p" + (processes.size() + 1));
    }
    json.writeStartObject();
    json.writeStringField("traceID", hex(id));
    json.writeArrayFieldStart("spans");
    for (Span span : spans) {
      span(span, processes.getOrDefault(span.resource(), ""));
    }
    json.writeEndArray();
    json.writeObjectFieldStart("processes");
    for (Map.Entry<Resource, String> process : processes.entrySet()) {
      json.writeObjectFieldStart(process.getValue());
      json.writeStringField("serviceName", JaegerNames.service(process.getKey().serviceName()));
      json.writeArrayFieldStart("tags");
      for (Attribute attribute : process.getKey().attributes()) {
        if (!attribute.key().equals(Resource.SERVICE_NAME)) {
          tag(attribute);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndObject();
    warnings(warnings);
    json.writeEndObject();
  }

  private void warnings(List<String> warnings) throws IOException {
    if (warnings.isEmpty()) {
      json.writeNullField("warnings");
      return;
    }
    json.writeArrayFieldStart("warnings");
    for (String warning : warnings) {
      json.writeString(warning);
    }
    json.writeEndArray();
  }

  private void span(Span span, String process) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceID", hex(span.traceId()));
    json.writeStringField("spanID", SpanId.hex(span.spanId()));
    if ((span.flags() & TRACE_FLAGS) != 0) {
      json.writeNumberField("flags", span.flags() & TRACE_FLAGS);
    }
    json.writeStringField("operationName", span.name());
    json.writeArrayFieldStart("references");
    if (!span.isRoot()) {
      reference("CHILD_OF", span.traceId(), span.parentSpanId());
    }
    for (Link link : span.links()) {
      boolean child = "child_of".equals(link.attributes().text("opentracing.ref_type"));
      reference(child ? "CHILD_OF" : "FOLLOWS_FROM", link.traceId(), link.spanId());
    }
    json.writeEndArray();
    json.writeNumberField("startTime", span.startEpochNanos() / NANOS_PER_MICRO);
    json.writeNumberField("duration", Math.max(0, span.durationNanos()) / NANOS_PER_MICRO);
    json.writeArrayFieldStart("tags");
    tags(span);
    json.writeEndArray();
    json.writeArrayFieldStart("logs");
    for (Event event : span.events()) {
      log(event);
    }
    json.writeEndArray();
    json.writeStringField("processID", process);
    json.writeNullField("warnings");
    json.writeEndObject();
  }

  private void reference(String type, TraceId traceId, long spanId) throws IOException {
    json.writeStartObject();
    json.writeStringField("refType", type);
    json.writeStringField("traceID", hex(traceId));
    json.writeStringField("spanID", SpanId.hex(spanId));
    json.writeEndObject();
  }

  private void tags(Span span) throws IOException {
    text("otel.scope.name", span.scope().name());
    text("otel.scope.version", span.scope().version());
    for (Attribute attribute : span.attributes()) {
      tag(attribute);
    }
    if (span.kind() != SpanKind.UNSPECIFIED) {
      text("span.kind", JaegerNames.kind(span.kind()));
    }
    if (span.status().code() != StatusCode.UNSET) {
      text("otel.status_code", span.status().code().name());
    }
    if (span.status().isError()) {
      tag(new Attribute("error", AttributeValue.of(true)));
    }
    text("otel.status_description", span.status().message());
    text("w3c.tracestate", span.traceState());
  }

  private void log(Event event) throws IOException {
    json.writeStartObject();
    json.writeNumberField("timestamp", event.epochNanos() / NANOS_PER_MICRO);
    json.writeArrayFieldStart("fields");
    text("event", event.name());
    for (Attribute attribute : event.attributes()) {
      tag(attribute);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void text(String key, String value) throws IOException {
    if (!value.isEmpty()) {
      tag(new Attribute(key, AttributeValue.of(value)));
    }
  }

  private void tag(Attribute attribute) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", attribute.key());
    switch (attribute.value()) {
      case AttributeValue.Bool(boolean truth) -> {
        json.writeStringField("type", "bool");
        json.writeBooleanField("value", truth);
      }
      case AttributeValue.Int(long integer) -> {
        json.writeStringField("type", "int64");
        if (integer > SAFE_INTEGER_MAX || integer < -SAFE_INTEGER_MAX) {
          json.writeStringField("value", Long.toString(integer));
        } else {
          json.writeNumberField("value", integer);
        }
      }
      case AttributeValue.Real(double real) -> {
        json.writeStringField("type", "float64");
        json.writeNumberField("value", real);
      }
      case AttributeValue.Bytes(byte[] bytes) -> {
        json.writeStringField("type", "binary");
        json.writeBinaryField("value", bytes);
      }
      case AttributeValue.Text _,
          AttributeValue.Array _,
          AttributeValue.Map _,
          AttributeValue.Empty _ -> {
        json.writeStringField("type", "string");
        json.writeStringField("value", AttributeText.of(attribute.value()));
      }
    }
    json.writeEndObject();
  }

  /// 16 digits where the first 16 are zeros, else 32.
  static String hex(TraceId id) {
    return id.high() == 0 ? SpanId.hex(id.low()) : id.hex();
  }
}
