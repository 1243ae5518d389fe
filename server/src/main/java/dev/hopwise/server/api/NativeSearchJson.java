package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.query.SearchAnswer;
import dev.hopwise.query.ServiceCount;
import dev.hopwise.query.TraceSummary;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `/api/v1/search`.
final class NativeSearchJson {

  private NativeSearchJson() {}

  static void write(JsonGenerator json, SearchAnswer answer) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("traces");
    for (TraceSummary trace : answer.traces()) {
      trace(json, trace);
    }
    json.writeEndArray();
    json.writeStringField("cursor", answer.cursor());
    json.writeStringField(
        "completeFrom", Parameters.instant(answer.completeFromEpochNanos()).toString());
    json.writeBooleanField("partial", answer.partial());
    json.writeNumberField("inspectedSpans", answer.inspectedSpans());
    json.writeNumberField("inspectedBytes", answer.inspectedBytes());
    json.writeNumberField("segmentsRead", answer.segmentsRead());
    json.writeNumberField("segmentsPruned", answer.segmentsPruned());
    json.writeNumberField("elapsedMillis", answer.elapsed().toMillis());
    json.writeEndObject();
  }

  private static void trace(JsonGenerator json, TraceSummary trace) throws IOException {
    @Nullable Span root = trace.root();
    json.writeStartObject();
    json.writeStringField("traceId", trace.traceId().hex());
    json.writeStringField("rootService", root == null ? null : root.serviceName());
    json.writeStringField("rootName", root == null ? null : root.name());
    json.writeStringField("startUnixNanos", Long.toString(trace.startEpochNanos()));
    json.writeNumberField("durationNanos", trace.durationNanos());
    json.writeNumberField("spanCount", trace.spanCount());
    json.writeNumberField("errorCount", trace.errorCount());
    services(json, trace.services());
    json.writeNumberField("probability", trace.kept().inclusionProbability());
    json.writeStringField("windowId", trace.kept().windowId());
    json.writeNumberField("matched", trace.matched());
    json.writeArrayFieldStart("matchedSpans");
    for (TraceSummary.MatchedSpan matched : trace.matchedSpans()) {
      span(json, matched.span());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static void services(JsonGenerator json, List<ServiceCount> services) throws IOException {
    json.writeArrayFieldStart("services");
    for (ServiceCount service : services) {
      json.writeStartObject();
      json.writeStringField("name", service.name());
      json.writeNumberField("spanCount", service.spanCount());
      json.writeNumberField("errorCount", service.errorCount());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void span(JsonGenerator json, Span span) throws IOException {
    json.writeStartObject();
    json.writeStringField("spanId", SpanId.hex(span.spanId()));
    json.writeStringField("service", span.serviceName());
    json.writeStringField("name", span.name());
    json.writeStringField("startUnixNanos", Long.toString(span.startEpochNanos()));
    json.writeNumberField("durationNanos", span.durationNanos());
    json.writeStringField("status", span.status().code().name());
    json.writeEndObject();
  }
}
