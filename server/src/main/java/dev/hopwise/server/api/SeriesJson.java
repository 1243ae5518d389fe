package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.query.series.SeriesAnswer;
import dev.hopwise.traceql.Value;
import dev.hopwise.traceql.series.Estimate;
import dev.hopwise.traceql.series.Exemplar;
import dev.hopwise.traceql.series.SeriesGrid;
import dev.hopwise.traceql.series.SeriesLabel;
import dev.hopwise.traceql.series.TimeSeries;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The answer of `/api/v1/query/series`.
final class SeriesJson {

  private static final double NANOS_PER_SECOND = 1e9;

  private SeriesJson() {}

  static void write(JsonGenerator json, SeriesAnswer answer) throws IOException {
    SeriesGrid grid = answer.grid();
    json.writeStartObject();
    json.writeStringField("from", Parameters.instant(grid.fromEpochNanos()).toString());
    json.writeStringField("to", Parameters.instant(grid.toEpochNanos()).toString());
    json.writeFieldName("stepSeconds");
    number(json, grid.stepSeconds());
    json.writeStringField("source", answer.source().name().toLowerCase(Locale.ROOT));
    if (answer.resolutionSeconds() > 0) {
      json.writeNumberField("resolutionSeconds", answer.resolutionSeconds());
    } else {
      json.writeNullField("resolutionSeconds");
    }
    json.writeArrayFieldStart("series");
    for (TimeSeries each : answer.series()) {
      series(json, each, grid);
    }
    json.writeEndArray();
    json.writeNumberField("seriesCount", answer.seriesCount());
    json.writeBooleanField("partial", answer.partial());
    json.writeArrayFieldStart("shortcomings");
    for (String shortcoming : answer.shortcomings()) {
      json.writeString(shortcoming);
    }
    json.writeEndArray();
    json.writeStringField(
        "completeFrom", Parameters.instant(answer.completeFromEpochNanos()).toString());
    json.writeNumberField("inspectedTraces", answer.inspectedTraces());
    json.writeNumberField("inspectedSpans", answer.inspectedSpans());
    json.writeNumberField("inspectedBytes", answer.inspectedBytes());
    json.writeNumberField("elapsedMillis", answer.elapsed().toMillis());
    json.writeEndObject();
  }

  private static void series(JsonGenerator json, TimeSeries series, SeriesGrid grid)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("labels");
    for (SeriesLabel label : series.labels()) {
      json.writeStartObject();
      json.writeStringField("key", label.name());
      json.writeFieldName("value");
      if (label.value() instanceof Value.Nil) {
        json.writeNull();
      } else {
        AttributeJson.value(json, ValueAttributes.of(label.value()));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("points");
    List<@Nullable Estimate> points = series.points();
    for (int step = 0; step < points.size(); step++) {
      @Nullable Estimate point = points.get(step);
      if (point != null) {
        point(json, grid.endOf(step), point);
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("exemplars");
    for (Exemplar exemplar : series.exemplars()) {
      json.writeStartObject();
      json.writeStringField("traceId", exemplar.traceId().hex());
      json.writeStringField("startUnixNanos", Long.toString(exemplar.epochNanos()));
      json.writeFieldName("value");
      number(json, exemplar.value());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void point(JsonGenerator json, long epochNanos, Estimate point)
      throws IOException {
    json.writeStartArray();
    number(json, epochNanos / NANOS_PER_SECOND);
    number(json, point.value());
    number(json, point.low());
    number(json, point.high());
    json.writeNumber(point.n());
    json.writeEndArray();
  }

  /// JSON has no infinity and nothing that is no number: null.
  private static void number(JsonGenerator json, double number) throws IOException {
    if (!Double.isFinite(number)) {
      json.writeNull();
    } else if (number == Math.rint(number) && Math.abs(number) < 1L << 53) {
      json.writeNumber((long) number);
    } else {
      json.writeNumber(number);
    }
  }
}
