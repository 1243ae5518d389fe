package dev.hopwise.server.api.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.SearchAnswer;
import dev.hopwise.query.TraceAnswer;
import dev.hopwise.query.metrics.MetricQueries;
import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.server.api.FoundTraces;
import dev.hopwise.server.api.Json;
import dev.hopwise.server.api.Parameters;
import dev.hopwise.server.api.PartialAnswer;
import dev.hopwise.server.api.ServiceCalls;
import dev.hopwise.server.api.WholeNumber;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Version 1.
final class JaegerV1 {

  private static final int TRACE_IDS_MAX = 100;
  private static final long LOOKBACK_DEFAULT = Duration.ofDays(1).toMillis();

  private final QueryService queries;
  private final MetricQueries metrics;
  private final JaegerOperations operations;

  JaegerV1(QueryService queries, MetricQueries metrics, JaegerOperations operations) {
    this.queries = queries;
    this.metrics = metrics;
    this.operations = operations;
  }

  HttpResponse services(Parameters parameters) throws IOException {
    return texts(parameters, operations.services());
  }

  HttpResponse operationNames(Parameters parameters) throws IOException {
    return texts(parameters, operations.names(parameters.path("service")));
  }

  HttpResponse operations(Parameters parameters) throws IOException {
    @Nullable String service = parameters.text("service");
    if (service == null) {
      throw new BadParameterException("service", "parameter 'service' is required");
    }
    List<JaegerOperations.Operation> found =
        operations.operations(service, parameters.text("spanKind"));
    return answer(parameters, found.size(), json -> JaegerOperations.write(json, found));
  }

  HttpResponse traces(Parameters parameters) throws IOException {
    List<String> ids = parameters.all("traceID");
    if (!ids.isEmpty()) {
      return traces(parameters, JaegerParameters.traceIds(ids, TRACE_IDS_MAX));
    }
    JaegerQuery query =
        JaegerParameters.search(
            parameters, queries.clock().instant(), queries.limits().resultsMax());
    SearchAnswer found = queries.search(query.question());
    PartialAnswer answer = new PartialAnswer();
    return answer.ok(
        JaegerAnswer.envelope(
            parameters,
            json -> {
              json.writeStartArray();
              new FoundTraces(queries, answer)
                  .write(found, json, trace -> write(json, trace, query.raw()));
              json.writeEndArray();
            },
            0,
            List.of()));
  }

  /// Those that are not there are told beside the others.
  private HttpResponse traces(Parameters parameters, List<TraceId> ids) throws IOException {
    boolean raw = JaegerParameters.bool("raw", parameters.text("raw"));
    PartialAnswer answer = new PartialAnswer();
    List<JaegerAnswer.Problem> problems = new ArrayList<>();
    return answer.ok(
        JaegerAnswer.envelope(
            parameters,
            json -> {
              json.writeStartArray();
              for (TraceId unknown :
                  new FoundTraces(queries, answer)
                      .write(ids, json, trace -> write(json, trace, raw))) {
                problems.add(
                    new JaegerAnswer.Problem(
                        HttpStatus.NOT_FOUND.code(),
                        "trace not found",
                        JaegerTraceJson.hex(unknown)));
              }
              json.writeEndArray();
            },
            0,
            problems));
  }

  HttpResponse trace(Parameters parameters) throws IOException {
    TraceId id = JaegerParameters.traceId(parameters.path("id"));
    boolean raw = JaegerParameters.bool("raw", parameters.text("raw"));
    Optional<TraceAnswer> trace = queries.trace(id, JaegerParameters.hint(parameters));
    if (trace.isEmpty()) {
      return JaegerAnswer.error(HttpStatus.NOT_FOUND, "trace not found");
    }
    PartialAnswer answer = new PartialAnswer();
    FoundTraces.note(trace.get(), answer);
    return answer.ok(
        JaegerAnswer.envelope(
            parameters,
            json -> {
              json.writeStartArray();
              write(json, trace.get(), raw);
              json.writeEndArray();
            },
            0,
            List.of()));
  }

  private static void write(JsonGenerator json, TraceAnswer trace, boolean raw) throws IOException {
    List<Span> spans = raw ? trace.tree().spans() : UniqueSpanIds.of(trace.tree());
    List<String> warnings = new ArrayList<>(trace.warnings());
    warnings.addAll(trace.incomplete());
    new JaegerTraceJson(json).write(trace.id(), spans, warnings);
  }

  /// There is no second store for what is to be kept longer.
  HttpResponse archive(Parameters parameters) {
    JaegerParameters.traceId(parameters.path("id"));
    return JaegerAnswer.error(
        HttpStatus.INTERNAL_SERVER_ERROR, "archive span storage was not configured");
  }

  HttpResponse dependencies(Parameters parameters) throws IOException {
    long now = queries.clock().millis();
    long end = WholeNumber.of(parameters, "endTs", now, 0, WholeNumber.EPOCH_MILLIS_MAX);
    long lookback =
        WholeNumber.of(parameters, "lookback", LOOKBACK_DEFAULT, 1, WholeNumber.LOOKBACK_MAX);
    @Nullable String service = parameters.text("service");
    ServiceCalls calls = ServiceCalls.in(metrics, (end - lookback) / 1_000, end / 1_000 + 1);
    PartialAnswer answer = new PartialAnswer();
    answer.lacks(calls.missing());
    return answer.ok(
        JaegerAnswer.envelope(
            parameters,
            json -> {
              json.writeStartArray();
              for (ServiceCalls.Call call : calls.calls()) {
                String parent = JaegerNames.service(call.client());
                String child = JaegerNames.service(call.server());
                if (service == null || service.equals(parent) || service.equals(child)) {
                  json.writeStartObject();
                  json.writeStringField("parent", parent);
                  json.writeStringField("child", child);
                  json.writeNumberField("callCount", call.requests());
                  json.writeEndObject();
                }
              }
              json.writeEndArray();
            },
            0,
            List.of()));
  }

  private static HttpResponse texts(Parameters parameters, List<String> texts) throws IOException {
    return answer(
        parameters,
        texts.size(),
        json -> {
          json.writeStartArray();
          for (String text : texts) {
            json.writeString(text);
          }
          json.writeEndArray();
        });
  }

  private static HttpResponse answer(Parameters parameters, int total, Json.Body data)
      throws IOException {
    return Json.ok(JaegerAnswer.envelope(parameters, data, total, List.of()));
  }
}
