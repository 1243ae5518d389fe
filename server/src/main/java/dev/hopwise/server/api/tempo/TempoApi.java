package dev.hopwise.server.api.tempo;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.model.otlp.SpanEncoder;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.SearchAnswer;
import dev.hopwise.query.TraceAnswer;
import dev.hopwise.server.api.Json;
import dev.hopwise.server.api.Parameters;
import dev.hopwise.server.api.SpansJson;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.TraceView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The handlers of Grafana Tempo's HTTP API (its documentation, "Tempo HTTP API").
final class TempoApi {

  /// `TraceByIDResponse`: trace = 1, metrics = 2, status = 3 (PARTIAL = 1), message = 4.
  private static final int RESPONSE_TRACE = 1 << 3 | 2;

  private static final int RESPONSE_METRICS = 2 << 3 | 2;
  private static final int RESPONSE_STATUS = 3 << 3;
  private static final int RESPONSE_MESSAGE = 4 << 3 | 2;
  private static final int STATUS_PARTIAL = 1;

  private final QueryService queries;
  private final TempoTags tags;
  private final String version;

  TempoApi(QueryService queries, String version) {
    this.queries = queries;
    this.tags = new TempoTags(queries);
    this.version = version;
  }

  HttpResponse traceV1(Parameters parameters) throws IOException {
    Optional<TraceAnswer> trace =
        queries.trace(parameters.traceId(), TempoParameters.hint(parameters));
    if (trace.isEmpty()) {
      return HttpResponse.of(ResponseHeaders.of(HttpStatus.NOT_FOUND));
    }
    if (trace.get().truncatedSpans() > 0) {
      return TempoErrors.text(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "trace exceeds max size: %d spans too many".formatted(trace.get().truncatedSpans()));
    }
    List<Span> spans = trace.get().tree().spans();
    return TempoAnswer.wantsProtobuf(parameters)
        ? HttpResponse.of(
            HttpStatus.OK, TempoAnswer.PROTOBUF, HttpData.wrap(SpanEncoder.encode(spans)))
        : Json.ok(json -> SpansJson.write(json, SpansJson.Style.PROTOBUF, "batches", spans));
  }

  /// An unknown trace is an empty one here.
  HttpResponse traceV2(Parameters parameters) throws IOException {
    String filter = parameters.text("q");
    Optional<Query> query = Optional.ofNullable(filter).map(TraceQl::parse);
    Optional<TraceAnswer> trace =
        queries.trace(parameters.traceId(), TempoParameters.hint(parameters));
    List<Span> spans = trace.map(t -> selected(t, query)).orElse(List.of());
    long missing = trace.map(TraceAnswer::truncatedSpans).orElse(0L);
    String message = missing == 0 ? "" : missing + " spans were left out";
    return TempoAnswer.wantsProtobuf(parameters)
        ? HttpResponse.of(
            HttpStatus.OK, TempoAnswer.PROTOBUF, HttpData.wrap(protobuf(spans, message)))
        : Json.ok(json -> v2Json(json, spans, message));
  }

  private static List<Span> selected(TraceAnswer trace, Optional<Query> query) {
    if (query.isEmpty()) {
      return trace.tree().spans();
    }
    return query.get().evaluate(TraceView.of(trace.tree())).stream()
        .flatMapToInt(set -> set.spans())
        .distinct()
        .sorted()
        .mapToObj(trace.tree()::span)
        .toList();
  }

  private static byte[] protobuf(List<Span> spans, String message) {
    ProtoWriter out = new ProtoWriter();
    out.bytesField(RESPONSE_TRACE, SpanEncoder.encode(spans));
    out.bytesField(RESPONSE_METRICS, new byte[0]);
    out.varintField(RESPONSE_STATUS, message.isEmpty() ? 0 : STATUS_PARTIAL);
    out.textField(RESPONSE_MESSAGE, message);
    return out.toBytes();
  }

  private static void v2Json(JsonGenerator json, List<Span> spans, String message)
      throws IOException {
    json.writeStartObject();
    json.writeFieldName("trace");
    SpansJson.write(json, SpansJson.Style.PROTOBUF, "resourceSpans", spans);
    json.writeObjectFieldStart("metrics");
    json.writeEndObject();
    if (!message.isEmpty()) {
      json.writeStringField("status", "PARTIAL");
      json.writeStringField("message", message);
    }
    json.writeEndObject();
  }

  HttpResponse search(Parameters parameters) throws IOException {
    SearchAnswer answer = queries.search(TempoParameters.search(parameters));
    return TempoAnswer.of(parameters, new TempoFound(answer));
  }

  HttpResponse tags(Parameters parameters) throws IOException {
    return TempoAnswer.of(
        parameters,
        tags.names(scope(parameters), TempoParameters.range(parameters), limit(parameters)));
  }

  HttpResponse tagsByScope(Parameters parameters) throws IOException {
    return TempoAnswer.of(
        parameters,
        tags.namesByScope(
            scope(parameters),
            parameters.text("q"),
            TempoParameters.range(parameters),
            limit(parameters)));
  }

  HttpResponse tagValues(Parameters parameters) throws IOException {
    return TempoAnswer.of(
        parameters,
        tags.values(parameters.path("tag"), TempoParameters.range(parameters), limit(parameters)));
  }

  HttpResponse typedTagValues(Parameters parameters) throws IOException {
    return TempoAnswer.of(
        parameters,
        tags.typedValues(
            parameters.path("tag"),
            parameters.text("q"),
            TempoParameters.range(parameters),
            limit(parameters)));
  }

  private static String scope(Parameters parameters) {
    String scope = parameters.text("scope");
    return scope == null ? "none" : scope;
  }

  /// 0 is none.
  private static int limit(Parameters parameters) {
    int limit = parameters.integer("limit", 0, 0, Integer.MAX_VALUE);
    return limit == 0 ? Integer.MAX_VALUE : limit;
  }

  @SuppressWarnings("UnusedVariable") // a handler's shape
  HttpResponse echo(Parameters parameters) {
    return TempoErrors.text(HttpStatus.OK, "echo");
  }

  @SuppressWarnings("UnusedVariable") // a handler's shape
  HttpResponse ready(Parameters parameters) {
    return TempoErrors.text(HttpStatus.OK, "ready");
  }

  @SuppressWarnings("UnusedVariable") // a handler's shape
  HttpResponse buildInfo(Parameters parameters) throws IOException {
    return Json.ok(json -> {
      json.writeStartObject();
      json.writeStringField("version", version);
      for (String unknown : List.of("revision", "branch", "buildDate", "buildUser", "goVersion")) {
        json.writeStringField(unknown, "");
      }
      json.writeEndObject();
    });
  }
}
