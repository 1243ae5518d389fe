package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.query.metrics.Label;
import dev.hopwise.query.metrics.MetricAnswer;
import dev.hopwise.query.metrics.Tally;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answers of `/api/v1/metrics/query` and `/api/v1/metrics/totals`.
final class MetricJson {

  private static final double MILLIS_PER_SECOND = 1_000.0;

  private final JsonGenerator json;
  private final MetricAnswer answer;

  MetricJson(JsonGenerator json, MetricAnswer answer) {
    this.json = json;
    this.answer = answer;
  }

  /// A point for each step of each group.
  void series(MetricValue metric) throws IOException {
    json.writeStartObject();
    json.writeStringField("metric", metric.name());
    json.writeStringField("unit", metric.unit());
    if (metric.isQuantile()) {
      json.writeNumberField("quantile", metric.quantile());
      json.writeNumberField("relativeError", DurationCounts.RELATIVE_ERROR);
    }
    range();
    json.writeNumberField("stepSeconds", answer.range().stepSeconds());
    json.writeArrayFieldStart("covered");
    for (int step = 0; step < answer.range().steps(); step++) {
      number(answer.covered(step));
    }
    json.writeEndArray();
    groups("series");
    for (MetricAnswer.Group group : answer.groups()) {
      start(group);
      json.writeArrayFieldStart("points");
      for (int step = 0; step < answer.range().steps(); step++) {
        point(metric, group.steps().get(step), step);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void point(MetricValue metric, @Nullable Tally tally, int step) throws IOException {
    json.writeStartArray();
    json.writeNumber(answer.range().startOf(step));
    double seconds = answer.coveredMillis().get(step) / MILLIS_PER_SECOND;
    // Counts without a measured millisecond: a cut right after another one.
    number(seconds == 0 && tally == null ? Double.NaN : metric.of(tally, Math.max(seconds, 0.001)));
    json.writeEndArray();
  }

  /// How a group's exemplars are found.
  interface Exemplars {
    List<TraceId> of(MetricAnswer.Group group);
  }

  /// The totals of each group.
  void totals(List<Double> quantiles, Exemplars exemplars) throws IOException {
    double seconds = answer.coveredMillisTotal() / MILLIS_PER_SECOND;
    json.writeStartObject();
    range();
    json.writeNumberField("coveredSeconds", seconds);
    json.writeNumberField("relativeError", DurationCounts.RELATIVE_ERROR);
    groups("groups");
    for (MetricAnswer.Group group : answer.groups()) {
      start(group);
      Tally totals = group.totals();
      field("requestsPerSecond", seconds == 0 ? Double.NaN : totals.count() / seconds);
      field("errorShare", totals.errorShare());
      field("meanNanos", Math.rint(totals.meanNanos()));
      json.writeArrayFieldStart("durationNanos");
      for (double quantile : quantiles) {
        json.writeStartObject();
        json.writeNumberField("quantile", quantile);
        field("value", Math.rint(totals.quantileNanos(quantile)));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("exemplars");
      for (TraceId trace : exemplars.of(group)) {
        json.writeString(trace.hex());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void range() throws IOException {
    json.writeStringField("of", answer.selection().edges() ? "edges" : "spans");
    if (answer.selection().edges()) {
      json.writeStringField("side", answer.selection().callerSide() ? "client" : "server");
    }
    json.writeStringField("from", time(answer.range().fromEpochSeconds()));
    json.writeStringField("to", time(answer.range().toEpochSeconds()));
    json.writeNumberField("resolutionSeconds", answer.range().resolution().seconds());
  }

  private void groups(String name) throws IOException {
    json.writeNumberField("groupCount", answer.groupCount());
    json.writeBooleanField("truncated", answer.groupCount() > answer.groups().size());
    json.writeArrayFieldStart(name);
  }

  private void start(MetricAnswer.Group group) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("labels");
    List<Label> by = answer.selection().by();
    for (int i = 0; i < by.size(); i++) {
      json.writeStringField(by.get(i).text(), group.values().get(i));
    }
    json.writeEndObject();
    json.writeNumberField("count", group.totals().count());
    json.writeNumberField("errors", group.totals().errors());
  }

  static String time(long epochSeconds) {
    return Instant.ofEpochSecond(epochSeconds).toString();
  }

  private void field(String name, double value) throws IOException {
    json.writeFieldName(name);
    number(value);
  }

  /// What is not known is null, and what is whole has no fraction.
  private void number(double value) throws IOException {
    if (Double.isNaN(value)) {
      json.writeNull();
    } else if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(value);
    }
  }
}
