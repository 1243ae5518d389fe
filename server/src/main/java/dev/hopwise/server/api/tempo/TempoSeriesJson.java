package dev.hopwise.server.api.tempo;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.query.series.SeriesAnswer;
import dev.hopwise.server.api.AttributeJson;
import dev.hopwise.server.api.ValueAttributes;
import dev.hopwise.traceql.Value;
import dev.hopwise.traceql.series.Estimate;
import dev.hopwise.traceql.series.Exemplar;
import dev.hopwise.traceql.series.SeriesGrid;
import dev.hopwise.traceql.series.SeriesLabel;
import dev.hopwise.traceql.series.TimeSeries;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `tempopb.QueryRangeResponse` and `QueryInstantResponse` as protobuf's JSON: 64-bit integers as
/// texts, zeros left out, and no field that the messages do not have.
final class TempoSeriesJson {

  private static final long NANOS_PER_MILLI = 1_000_000L;

  private TempoSeriesJson() {}

  static void range(JsonGenerator json, SeriesAnswer answer) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("series");
    for (TimeSeries each : answer.series()) {
      if (isTold(each)) {
        series(json, each, answer.grid());
      }
    }
    json.writeEndArray();
    end(json, answer);
  }

  static void instant(JsonGenerator json, SeriesAnswer answer) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("series");
    for (TimeSeries each : answer.series()) {
      if (isTold(each)) {
        json.writeStartObject();
        labels(json, each);
        @Nullable Estimate point = each.points().getFirst();
        value(json, point == null ? 0 : point.value());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    end(json, answer);
  }

  /// Whether it says something.
  static boolean isTold(TimeSeries series) {
    return series.points().stream().anyMatch(Objects::nonNull)
        || series.labels().stream().anyMatch(each -> each.name().equals(SeriesLabel.META_ERROR));
  }

  private static void series(JsonGenerator json, TimeSeries series, SeriesGrid grid)
      throws IOException {
    json.writeStartObject();
    labels(json, series);
    json.writeArrayFieldStart("samples");
    for (int step = 0; step < series.points().size(); step++) {
      @Nullable Estimate point = series.points().get(step);
      if (point != null) {
        json.writeStartObject();
        millis(json, grid.endOf(step));
        value(json, point.value());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    if (!series.exemplars().isEmpty()) {
      json.writeArrayFieldStart("exemplars");
      for (Exemplar exemplar : series.exemplars()) {
        exemplar(json, exemplar);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void exemplar(JsonGenerator json, Exemplar exemplar) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("labels");
    label(json, "trace:id", AttributeValue.of(exemplar.traceId().hex()));
    json.writeEndArray();
    value(json, exemplar.value());
    millis(json, exemplar.epochNanos());
    json.writeEndObject();
  }

  private static void labels(JsonGenerator json, TimeSeries series) throws IOException {
    json.writeArrayFieldStart("labels");
    for (SeriesLabel label : series.labels()) {
      label(
          json,
          label.name(),
          label.value() instanceof Value.Nil
              ? AttributeValue.of("nil")
              : ValueAttributes.of(label.value()));
    }
    json.writeEndArray();
  }

  private static void label(JsonGenerator json, String key, AttributeValue value)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("key", key);
    json.writeFieldName("value");
    AttributeJson.value(json, value);
    json.writeEndObject();
  }

  private static void millis(JsonGenerator json, long epochNanos) throws IOException {
    json.writeStringField("timestampMs", Long.toString(epochNanos / NANOS_PER_MILLI));
  }

  private static void value(JsonGenerator json, double value) throws IOException {
    if (value != 0 && Double.isFinite(value)) {
      json.writeNumberField("value", value);
    }
  }

  private static void end(JsonGenerator json, SeriesAnswer answer) throws IOException {
    json.writeObjectFieldStart("metrics");
    if (answer.inspectedTraces() > 0) {
      json.writeNumberField("inspectedTraces", answer.inspectedTraces());
    }
    if (answer.inspectedBytes() > 0) {
      json.writeStringField("inspectedBytes", Long.toString(answer.inspectedBytes()));
    }
    if (!answer.partial()) {
      json.writeNumberField("completedJobs", 1);
    }
    json.writeNumberField("totalJobs", 1);
    if (answer.inspectedSpans() > 0) {
      json.writeStringField("inspectedSpans", Long.toString(answer.inspectedSpans()));
    }
    json.writeEndObject();
    if (answer.partial()) {
      json.writeStringField("status", "PARTIAL");
      json.writeStringField("message", String.join("; ", answer.shortcomings()));
    }
    json.writeEndObject();
  }
}
