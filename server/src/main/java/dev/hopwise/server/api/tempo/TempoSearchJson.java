package dev.hopwise.server.api.tempo;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.query.SearchAnswer;
import dev.hopwise.query.ServiceCount;
import dev.hopwise.query.TraceSummary;
import dev.hopwise.server.api.AttributeJson;
import dev.hopwise.server.api.ValueAttributes;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Value;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `tempopb.SearchResponse` as protobuf's JSON: 64-bit integers as texts, zeros left out, and no
/// field that the message does not have, because Grafana decodes it strictly.
final class TempoSearchJson {

  static final String NO_ROOT = "<root span not yet received>";

  private TempoSearchJson() {}

  static void write(JsonGenerator json, SearchAnswer answer) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("traces");
    for (TraceSummary trace : answer.traces()) {
      trace(json, trace);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("metrics");
    number(json, "inspectedTraces", answer.inspectedTraces());
    text(json, "inspectedBytes", answer.inspectedBytes());
    number(json, "totalBlocks", (long) answer.segmentsRead() + answer.segmentsPruned());
    number(json, "completedJobs", answer.partial() ? 0 : 1);
    number(json, "totalJobs", 1);
    text(json, "inspectedSpans", answer.inspectedSpans());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void trace(JsonGenerator json, TraceSummary trace) throws IOException {
    @Nullable Span root = trace.root();
    json.writeStartObject();
    json.writeStringField("traceID", withoutLeadingZeros(trace.traceId().hex()));
    json.writeStringField("rootServiceName", root == null ? NO_ROOT : root.serviceName());
    if (root != null && !root.name().isEmpty()) {
      json.writeStringField("rootTraceName", root.name());
    }
    text(json, "startTimeUnixNano", trace.startEpochNanos());
    number(json, "durationMs", trace.durationNanos() / 1_000_000);
    json.writeFieldName("spanSet");
    spanSet(json, trace);
    json.writeArrayFieldStart("spanSets");
    spanSet(json, trace);
    json.writeEndArray();
    json.writeObjectFieldStart("serviceStats");
    for (ServiceCount service : trace.services()) {
      json.writeObjectFieldStart(service.name());
      number(json, "spanCount", service.spanCount());
      number(json, "errorCount", service.errorCount());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void spanSet(JsonGenerator json, TraceSummary trace) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("spans");
    for (TraceSummary.MatchedSpan matched : trace.matchedSpans()) {
      span(json, matched);
    }
    json.writeEndArray();
    number(json, "matched", trace.matched());
    json.writeEndObject();
  }

  private static void span(JsonGenerator json, TraceSummary.MatchedSpan matched)
      throws IOException {
    Span span = matched.span();
    json.writeStartObject();
    json.writeStringField("spanID", SpanId.hex(span.spanId()));
    if (!span.name().isEmpty()) {
      json.writeStringField("name", span.name());
    }
    text(json, "startTimeUnixNano", span.startEpochNanos());
    text(json, "durationNanos", Math.max(0, span.durationNanos()));
    json.writeArrayFieldStart("attributes");
    for (Map.Entry<FieldExpression, Value> field : matched.fields().entrySet()) {
      @Nullable String key = TempoValues.attributeKey(field.getKey());
      if (key != null) {
        json.writeStartObject();
        json.writeStringField("key", key);
        json.writeFieldName("value");
        AttributeJson.value(json, ValueAttributes.of(field.getValue()));
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static String withoutLeadingZeros(String hex) {
    int digit = 0;
    while (digit < hex.length() - 1 && hex.charAt(digit) == '0') {
      digit++;
    }
    return hex.substring(digit);
  }

  private static void number(JsonGenerator json, String name, long value) throws IOException {
    if (value != 0) {
      json.writeNumberField(name, value);
    }
  }

  private static void text(JsonGenerator json, String name, long value) throws IOException {
    if (value != 0) {
      json.writeStringField(name, Long.toUnsignedString(value));
    }
  }
}
