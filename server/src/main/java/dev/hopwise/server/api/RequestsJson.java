package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.analyze.Interval;
import dev.hopwise.analyze.RequestEstimates;
import dev.hopwise.analyze.RequestSample;
import dev.hopwise.query.ScanAnswer;
import dev.hopwise.store.TimeRange;
import java.io.IOException;
import java.util.Map;

/// The answer of `/api/v1/analysis/requests`.
final class RequestsJson {

  /// Of more operations only the first are told, and how many there are.
  private static final int OPERATIONS_MAX = 100;

  private final JsonGenerator json;
  private final Question question;
  private final ScannedRequests scanned;
  private final ScanAnswer answer;
  private final long fromEpochNanos;
  private final double seconds;

  /// What was asked.
  record Question(TimeRange range, double quantile, boolean byOperation) {}

  RequestsJson(JsonGenerator json, Question question, ScannedRequests scanned, ScanAnswer answer) {
    this.json = json;
    this.question = question;
    this.scanned = scanned;
    this.answer = answer;
    long asked = question.range().fromEpochNanos();
    boolean early = answer.bounded() || answer.partial();
    fromEpochNanos =
        early
            ? Math.clamp(scanned.metAllFromEpochNanos(), asked, question.range().toEpochNanos())
            : asked;
    seconds = (question.range().toEpochNanos() - fromEpochNanos) / 1e9;
  }

  void write() throws IOException {
    json.writeStartObject();
    estimates(scanned.since(fromEpochNanos));
    json.writeStringField("from", Parameters.instant(fromEpochNanos).toString());
    json.writeStringField("to", Parameters.instant(question.range().toEpochNanos()).toString());
    json.writeNumberField("withoutRoot", scanned.rootless());
    json.writeBooleanField("bounded", answer.bounded());
    json.writeBooleanField("partial", answer.partial());
    if (question.byOperation()) {
      operations(scanned.byOperationSince(fromEpochNanos));
    }
    json.writeEndObject();
  }

  private void operations(Map<ScannedRequests.Operation, RequestSample> samples)
      throws IOException {
    json.writeNumberField("operationCount", samples.size());
    json.writeArrayFieldStart("operations");
    int told = 0;
    for (Map.Entry<ScannedRequests.Operation, RequestSample> each : samples.entrySet()) {
      if (told++ == OPERATIONS_MAX) {
        break;
      }
      json.writeStartObject();
      json.writeStringField("service", each.getKey().service());
      json.writeStringField("name", each.getKey().name());
      estimates(each.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void estimates(RequestSample sample) throws IOException {
    RequestEstimates estimates = RequestEstimates.of(sample, question.quantile());
    interval("requests", estimates.requests());
    interval(
        "requestsPerSecond",
        seconds > 0 ? estimates.requestsPerSecond(seconds) : new Interval(0, 0, 0));
    interval("errorShare", estimates.errorShare());
    json.writeObjectFieldStart("durationNanos");
    json.writeNumberField("quantile", question.quantile());
    members(rounded(estimates.durationNanos()));
    json.writeEndObject();
    json.writeNumberField("n", estimates.n());
    json.writeNumberField("nEffective", estimates.effective());
  }

  private static Interval rounded(Interval interval) {
    double high = interval.high();
    return new Interval(
        Math.rint(interval.value()),
        Math.rint(interval.low()),
        Double.isInfinite(high) ? high : Math.rint(high));
  }

  private void interval(String name, Interval interval) throws IOException {
    json.writeObjectFieldStart(name);
    members(interval);
    json.writeEndObject();
  }

  /// JSON has no infinity: a limit that the sample does not set is null.
  private void members(Interval interval) throws IOException {
    number("value", interval.value());
    number("low", interval.low());
    number("high", interval.high());
  }

  private void number(String name, double value) throws IOException {
    if (Double.isInfinite(value)) {
      json.writeNullField(name);
    } else if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
      json.writeNumberField(name, (long) value);
    } else {
      json.writeNumberField(name, value);
    }
  }
}
