package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.model.Kept;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.query.TraceAnswer;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.ErrorKind;
import dev.hopwise.sample.buffer.PendingTrace;
import java.io.IOException;

/// The answer of `/api/v1/explain`: the same members whatever is known; null is what is not.
final class ExplainJson {

  private final JsonGenerator json;

  private ExplainJson(JsonGenerator json) {
    this.json = json;
  }

  /// Of a trace that the decision log knows.
  static void write(JsonGenerator json, Decision decision) throws IOException {
    ExplainJson answer = new ExplainJson(json);
    json.writeStartObject();
    answer.head(decision.traceId(), decision.keep() ? "keep" : "drop");
    json.writeStringField("rule", decision.rule());
    json.writeStringField("trigger", decision.trigger());
    json.writeNumberField("probability", decision.probability());
    json.writeStringField("windowId", decision.windowId());
    answer.time("decidedAt", decision.decidedEpochNanos());
    answer.root(decision.rootService(), decision.rootName(), decision.startEpochNanos());
    answer.size(decision.durationNanos(), decision.spanCount(), decision.bytes());
    json.writeArrayFieldStart("errorKinds");
    for (ErrorKind kind : decision.errorKinds()) {
      answer.errorKind(kind);
    }
    json.writeEndArray();
    json.writeStringField("reason", Reason.of(decision));
    json.writeEndObject();
  }

  /// Of a trace that waits.
  static void write(JsonGenerator json, TraceId id, PendingTrace pending) throws IOException {
    ExplainJson answer = new ExplainJson(json);
    json.writeStartObject();
    answer.head(id, "pending");
    answer.undecided();
    answer.root(pending.rootService(), pending.rootName(), pending.startEpochNanos());
    answer.size(pending.durationNanos(), pending.spanCount(), pending.bytes());
    json.writeNullField("errorKinds");
    answer.time("firstArrivalAt", pending.firstArrivalEpochNanos());
    json.writeStringField("reason", Reason.of(pending));
    json.writeEndObject();
  }

  /// Of a trace that is stored, but that the log does not know (any more).
  static void write(JsonGenerator json, TraceAnswer trace) throws IOException {
    ExplainJson answer = new ExplainJson(json);
    Span span = trace.tree().span(Math.max(0, trace.root()));
    Kept kept = trace.kept();
    boolean known = !kept.rule().isEmpty();
    json.writeStartObject();
    answer.head(trace.id(), "keep");
    json.writeStringField("rule", known ? kept.rule() : null);
    json.writeStringField("trigger", known ? kept.trigger() : null);
    json.writeNumberField("probability", kept.inclusionProbability());
    json.writeStringField("windowId", kept.windowId());
    json.writeNullField("decidedAt");
    answer.root(span.serviceName(), span.name(), trace.startEpochNanos());
    json.writeNumberField("durationNanos", trace.durationNanos());
    json.writeNumberField("spanCount", trace.tree().size() + trace.truncatedSpans());
    json.writeNullField("bytes");
    json.writeNullField("errorKinds");
    json.writeStringField("reason", known ? KeptWords.of(kept) : "stored; no decision is known");
    json.writeEndObject();
  }

  private void head(TraceId id, String decision) throws IOException {
    json.writeStringField("traceId", id.hex());
    json.writeStringField("decision", decision);
  }

  private void undecided() throws IOException {
    json.writeNullField("rule");
    json.writeNullField("trigger");
    json.writeNullField("probability");
    json.writeNullField("windowId");
    json.writeNullField("decidedAt");
  }

  private void root(String service, String name, long startEpochNanos) throws IOException {
    json.writeObjectFieldStart("root");
    json.writeStringField("service", service);
    json.writeStringField("name", name);
    json.writeEndObject();
    json.writeStringField("startUnixNanos", Long.toString(startEpochNanos));
  }

  private void size(long durationNanos, int spanCount, long bytes) throws IOException {
    json.writeNumberField("durationNanos", durationNanos);
    json.writeNumberField("spanCount", spanCount);
    json.writeNumberField("bytes", bytes);
  }

  private void errorKind(ErrorKind kind) throws IOException {
    json.writeStartObject();
    json.writeStringField("service", kind.service());
    json.writeStringField("spanName", kind.spanName());
    json.writeStringField("errorType", kind.errorType());
    json.writeEndObject();
  }

  private void time(String field, long epochNanos) throws IOException {
    json.writeStringField(field, Parameters.instant(epochNanos).toString());
  }
}
