package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.query.metrics.GapsAnswer;
import java.io.IOException;

/// The answer of `/api/v1/metrics/gaps`.
final class GapsJson {

  private GapsJson() {}

  static void write(JsonGenerator json, GapsAnswer answer) throws IOException {
    json.writeStartObject();
    json.writeStringField("from", MetricJson.time(answer.range().fromEpochSeconds()));
    json.writeStringField("to", MetricJson.time(answer.range().toEpochSeconds()));
    json.writeNumberField("covered", answer.covered());
    json.writeArrayFieldStart("tracesWithoutSeries");
    for (GapsAnswer.Unmeasured gap : answer.unmeasured()) {
      json.writeStartObject();
      json.writeStringField("service", gap.service());
      json.writeStringField("name", gap.spanName());
      json.writeNumberField("traces", gap.traces());
      json.writeBooleanField("more", gap.moreTraces());
      json.writeStringField("example", gap.example().hex());
      json.writeStringField("reason", gap.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("seriesWithoutTraces");
    for (GapsAnswer.Traceless gap : answer.traceless()) {
      json.writeStartObject();
      json.writeStringField("service", gap.service());
      json.writeStringField("name", gap.spanName());
      json.writeNumberField("count", gap.count());
      json.writeNumberField("errors", gap.errors());
      json.writeStringField("reason", gap.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("uncheckedSeries", answer.uncheckedSeries());
    json.writeBooleanField("truncated", answer.truncated());
    json.writeEndObject();
  }
}
