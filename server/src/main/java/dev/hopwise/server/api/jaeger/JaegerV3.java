package dev.hopwise.server.api.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.SearchAnswer;
import dev.hopwise.query.ServiceCount;
import dev.hopwise.query.TraceAnswer;
import dev.hopwise.query.TraceSummary;
import dev.hopwise.query.metrics.MetricQueries;
import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.server.api.FoundTraces;
import dev.hopwise.server.api.Json;
import dev.hopwise.server.api.Parameters;
import dev.hopwise.server.api.PartialAnswer;
import dev.hopwise.server.api.ServiceCalls;
import dev.hopwise.server.api.SpansJson;
import dev.hopwise.server.api.WholeNumber;
import dev.hopwise.store.TimeRange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Version 3 (`jaeger.api_v3.QueryService`) over HTTP.
final class JaegerV3 {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final QueryService queries;
  private final MetricQueries metrics;
  private final JaegerOperations operations;

  JaegerV3(QueryService queries, MetricQueries metrics, JaegerOperations operations) {
    this.queries = queries;
    this.metrics = metrics;
    this.operations = operations;
  }

  @SuppressWarnings("UnusedVariable") // a handler's shape
  HttpResponse services(Parameters parameters) throws IOException {
    return Json.ok(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("services");
      for (String service : operations.services()) {
        json.writeString(service);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  HttpResponse operations(Parameters parameters) throws IOException {
    V3Parameters asked = V3Parameters.of(parameters);
    @Nullable String service = asked.text("service");
    if (service == null) {
      throw new BadParameterException("service", "service is required");
    }
    List<JaegerOperations.Operation> found = operations.operations(service, asked.text("spanKind"));
    return Json.ok(json -> {
      json.writeStartObject();
      json.writeFieldName("operations");
      JaegerOperations.write(json, found);
      json.writeEndObject();
    });
  }

  HttpResponse trace(Parameters parameters) throws IOException {
    TraceId id = JaegerParameters.traceId(parameters.path("id"));
    V3Parameters asked = V3Parameters.of(parameters);
    boolean raw = asked.bool("rawTraces");
    Optional<TraceAnswer> trace = queries.trace(id, asked.hint());
    if (trace.isEmpty()) {
      return noTraces();
    }
    PartialAnswer answer = new PartialAnswer();
    FoundTraces.note(trace.get(), answer);
    return answer.ok(result(json -> write(json, trace.get(), raw)));
  }

  HttpResponse traces(Parameters parameters) throws IOException {
    return traces(V3Parameters.of(parameters));
  }

  @SuppressWarnings("UnusedVariable") // a handler's shape
  HttpResponse postedTraces(Parameters parameters, byte[] body) throws IOException {
    return traces(V3Parameters.of(body));
  }

  private HttpResponse traces(V3Parameters asked) throws IOException {
    JaegerQuery query = asked.search(queries.limits().resultsMax());
    SearchAnswer found = queries.search(query.question());
    if (found.traces().isEmpty() && !found.partial()) {
      return noTraces();
    }
    PartialAnswer answer = new PartialAnswer();
    return answer.ok(
        result(json ->
            new FoundTraces(queries, answer)
                .write(found, json, trace -> write(json, trace, query.raw()))));
  }

  private static HttpResponse noTraces() {
    return JaegerAnswer.errorV3(HttpStatus.NOT_FOUND, "No traces found");
  }

  private static Json.Body result(Json.Body resourceSpans) {
    return json -> {
      json.writeStartObject();
      json.writeObjectFieldStart("result");
      json.writeArrayFieldStart("resourceSpans");
      resourceSpans.write(json);
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndObject();
    };
  }

  private static void write(JsonGenerator json, TraceAnswer trace, boolean raw) throws IOException {
    List<Span> spans = raw ? trace.tree().spans() : UniqueSpanIds.of(trace.tree());
    SpansJson.elements(json, SpansJson.Style.OTLP, spans);
  }

  HttpResponse summaries(Parameters parameters) throws IOException {
    return summaries(V3Parameters.of(parameters));
  }

  @SuppressWarnings("UnusedVariable") // a handler's shape
  HttpResponse postedSummaries(Parameters parameters, byte[] body) throws IOException {
    return summaries(V3Parameters.of(body));
  }

  private HttpResponse summaries(V3Parameters asked) throws IOException {
    SearchAnswer found = queries.search(asked.search(queries.limits().resultsMax()).question());
    PartialAnswer answer = new PartialAnswer();
    FoundTraces.note(found, answer);
    return answer.ok(json -> {
      json.writeStartObject();
      if (!found.traces().isEmpty()) {
        json.writeArrayFieldStart("summaries");
        for (TraceSummary summary : found.traces()) {
          summary(json, summary);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    });
  }

  private static void summary(JsonGenerator json, TraceSummary summary) throws IOException {
    @Nullable Span root = summary.root();
    long start = summary.startEpochNanos();
    json.writeStartObject();
    json.writeStringField("traceId", summary.traceId().hex());
    json.writeStringField(
        "rootServiceName", root == null ? "" : JaegerNames.service(root.serviceName()));
    json.writeStringField("rootOperationName", root == null ? "" : root.name());
    json.writeStringField("minStartTimeUnixNano", Long.toString(start));
    json.writeStringField("maxEndTimeUnixNano", Long.toString(start + summary.durationNanos()));
    json.writeNumberField("spanCount", summary.spanCount());
    json.writeNumberField("errorSpanCount", summary.errorCount());
    json.writeNumberField("orphanSpanCount", summary.orphanCount());
    json.writeArrayFieldStart("services");
    for (ServiceCount service : summary.services()) {
      json.writeStartObject();
      json.writeStringField("name", JaegerNames.service(service.name()));
      json.writeNumberField("spanCount", service.spanCount());
      json.writeNumberField("errorSpanCount", service.errorCount());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  HttpResponse dependencies(Parameters parameters) throws IOException {
    TimeRange range = V3Parameters.of(parameters).range("startTime", "endTime");
    if (range.toEpochNanos() / 1_000_000 - range.fromEpochNanos() / 1_000_000
        > WholeNumber.LOOKBACK_MAX) {
      throw new BadParameterException(
          "startTime",
          "startTime is more than " + WholeNumber.LOOKBACK_MAX + " ms before endTime",
          WholeNumber.LOOKBACK_MAX);
    }
    ServiceCalls calls =
        ServiceCalls.in(
            metrics,
            Math.floorDiv(range.fromEpochNanos(), NANOS_PER_SECOND),
            Math.ceilDiv(range.toEpochNanos(), NANOS_PER_SECOND));
    PartialAnswer answer = new PartialAnswer();
    answer.lacks(calls.missing());
    return answer.ok(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("dependencies");
      for (ServiceCalls.Call call : calls.calls()) {
        json.writeStartObject();
        json.writeStringField("parent", JaegerNames.service(call.client()));
        json.writeStringField("child", JaegerNames.service(call.server()));
        json.writeStringField("callCount", Long.toString(call.requests()));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }
}
