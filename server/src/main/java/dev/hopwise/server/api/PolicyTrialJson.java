package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.sample.ErrorKind;
import dev.hopwise.sample.trial.Lost;
import dev.hopwise.sample.trial.TrialOutcome;
import dev.hopwise.server.trial.TrialReport;
import java.io.IOException;

/// The answer of `/api/v1/policy/simulate`.
final class PolicyTrialJson {

  private static final double SECONDS_PER_DAY = 86_400;

  private final JsonGenerator json;
  private final double seconds;

  private PolicyTrialJson(JsonGenerator json, double seconds) {
    this.json = json;
    this.seconds = seconds;
  }

  static void write(JsonGenerator json, TrialReport report) throws IOException {
    PolicyTrialJson answer = new PolicyTrialJson(json, report.seconds());
    json.writeStartObject();
    json.writeStringField("from", Parameters.instant(report.fromEpochNanos()).toString());
    json.writeStringField("to", Parameters.instant(report.toEpochNanos()).toString());
    json.writeBooleanField("incomplete", report.incomplete());
    json.writeNumberField("traces", report.result().draft().traces());
    json.writeNumberField("spans", report.result().spans());
    json.writeNumberField("sampledTraces", report.result().sampledTraces());
    answer.outcome(report.result().draft());
    json.writeObjectFieldStart("today");
    answer.outcome(report.result().today());
    json.writeEndObject();
    answer.lost(report.result().lost());
    json.writeArrayFieldStart("notSimulated");
    json.writeString("windows");
    json.writeEndArray();
    json.writeEndObject();
  }

  private void outcome(TrialOutcome outcome) throws IOException {
    json.writeNumberField("keptTraces", outcome.keptTraces());
    json.writeNumberField("keptSpans", outcome.keptSpans());
    json.writeNumberField("keptSpansPerSecond", perSecond(outcome.keptSpans()));
    json.writeNumberField(
        "bytesPerDay", Math.round(perSecond(outcome.keptBytes()) * SECONDS_PER_DAY));
    json.writeArrayFieldStart("rules");
    for (TrialOutcome.OfRule rule : outcome.rules()) {
      json.writeStartObject();
      json.writeStringField("name", rule.name());
      json.writeNumberField("matched", rule.matched());
      json.writeNumberField("kept", rule.kept());
      json.writeNumberField("keptSpans", rule.keptSpans());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private double perSecond(long amount) {
    return seconds > 0 ? amount / seconds : 0;
  }

  private void lost(Lost lost) throws IOException {
    json.writeObjectFieldStart("lost");
    json.writeArrayFieldStart("services");
    for (String service : lost.services()) {
      json.writeString(service);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("errorKinds");
    for (ErrorKind kind : lost.errorKinds()) {
      json.writeStartObject();
      json.writeStringField("service", kind.service());
      json.writeStringField("spanName", kind.spanName());
      json.writeStringField("errorType", kind.errorType());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeBooleanField("truncated", lost.truncated());
    json.writeEndObject();
  }
}
