package dev.hopwise.server.api.zipkin;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.hopwise.model.TraceId;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.SearchAnswer;
import dev.hopwise.query.TraceAnswer;
import dev.hopwise.query.metrics.MetricQueries;
import dev.hopwise.server.api.AttributeText;
import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.server.api.Failure;
import dev.hopwise.server.api.FoundTraces;
import dev.hopwise.server.api.Json;
import dev.hopwise.server.api.Parameters;
import dev.hopwise.server.api.PartialAnswer;
import dev.hopwise.server.api.ServiceCalls;
import dev.hopwise.server.api.TagConditions;
import dev.hopwise.server.listen.Texts;
import dev.hopwise.store.Field;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.ValueList;
import dev.hopwise.traceql.Pipeline;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The handlers of Zipkin's query API (zipkin-api's `zipkin2-api.yaml`).
final class ZipkinApi {

  private static final int TRACE_IDS_MAX = 100;
  private static final int KEYS_MAX = 1_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final QueryService queries;
  private final MetricQueries metrics;
  private final String version;

  ZipkinApi(QueryService queries, MetricQueries metrics, String version) {
    this.queries = queries;
    this.metrics = metrics;
    this.version = version;
  }

  static HttpResponse error(Throwable problem) {
    Failure failure = Failure.of(problem);
    return Texts.of(failure.status(), failure.message());
  }

  HttpResponse traces(Parameters parameters) throws IOException {
    SearchAnswer found =
        queries.search(
            ZipkinQuery.of(parameters, queries.clock().millis(), queries.limits().resultsMax()));
    PartialAnswer answer = new PartialAnswer();
    return answer.ok(json -> {
      json.writeStartArray();
      new FoundTraces(queries, answer)
          .write(found, json, trace -> new ZipkinTraceJson(json).write(trace.tree().spans()));
      json.writeEndArray();
    });
  }

  HttpResponse trace(Parameters parameters) throws IOException {
    TraceId id = traceId("traceId", parameters.path("id"));
    Optional<TraceAnswer> trace = queries.trace(id, TimeRange.ALL);
    if (trace.isEmpty()) {
      return Texts.of(HttpStatus.NOT_FOUND, parameters.path("id") + " not found");
    }
    PartialAnswer answer = new PartialAnswer();
    FoundTraces.note(trace.get(), answer);
    return answer.ok(json -> new ZipkinTraceJson(json).write(trace.get().tree().spans()));
  }

  /// Those that are not there are left out, as in Zipkin.
  HttpResponse traceMany(Parameters parameters) throws IOException {
    String[] texts = parameters.required("traceIds").split(",", TRACE_IDS_MAX + 1);
    if (texts.length > TRACE_IDS_MAX) {
      throw new BadParameterException(
          "traceIds", "traceIds has more than " + TRACE_IDS_MAX + " ids", TRACE_IDS_MAX);
    }
    List<TraceId> ids = new ArrayList<>();
    for (String text : texts) {
      TraceId id = traceId("traceIds", text.strip());
      if (ids.contains(id)) {
        throw new BadParameterException("traceIds", "redundant trace ID: " + text);
      }
      ids.add(id);
    }
    PartialAnswer answer = new PartialAnswer();
    return answer.ok(json -> {
      json.writeStartArray();
      new FoundTraces(queries, answer)
          .write(ids, json, trace -> new ZipkinTraceJson(json).write(trace.tree().spans()));
      json.writeEndArray();
    });
  }

  private static TraceId traceId(String name, String text) {
    try {
      return TraceId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new BadParameterException(name, name + ": " + e.getMessage());
    }
  }

  @SuppressWarnings("UnusedVariable") // a handler's shape
  HttpResponse services(Parameters parameters) throws IOException {
    return texts(queries.services(TimeRange.ALL).texts());
  }

  HttpResponse spanNames(Parameters parameters) throws IOException {
    return texts(queries.spanNames(parameters.required("serviceName"), TimeRange.ALL).texts());
  }

  /// The names, not the addresses, of all attributes that can say whom a span talked to.
  HttpResponse remoteServices(Parameters parameters) throws IOException {
    Query ofService =
        new Query(
            new Pipeline(
                List.of(
                    new Stage.Filter(TagConditions.service(parameters.required("serviceName"))))),
            Map.of());
    TreeSet<String> names = new TreeSet<>();
    for (String key : ZipkinEndpoints.RANKED) {
      values(key, ofService).texts().stream()
          .filter(name -> !ZipkinEndpoints.isIp(name))
          .forEach(names::add);
    }
    return texts(names);
  }

  private ValueList values(String key, @Nullable Query among) {
    return queries.values(
        new Field.AttributeOf(Field.Scope.SPAN, key),
        among,
        TimeRange.ALL,
        queries.limits().valuesMax());
  }

  HttpResponse dependencies(Parameters parameters) throws IOException {
    parameters.required("endTs");
    TimeRange range = ZipkinQuery.range(parameters, queries.clock().millis());
    ServiceCalls calls =
        ServiceCalls.in(
            metrics,
            Math.floorDiv(range.fromEpochNanos(), NANOS_PER_SECOND),
            Math.ceilDiv(range.toEpochNanos(), NANOS_PER_SECOND));
    PartialAnswer answer = new PartialAnswer();
    answer.lacks(calls.missing());
    return answer.ok(json -> {
      json.writeStartArray();
      for (ServiceCalls.Call call : calls.calls()) {
        json.writeStartObject();
        json.writeStringField("parent", call.client());
        json.writeStringField("child", call.server());
        json.writeNumberField("callCount", call.requests());
        if (call.errors() > 0) {
          json.writeNumberField("errorCount", call.errors());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  @SuppressWarnings("UnusedVariable") // a handler's shape
  HttpResponse autocompleteKeys(Parameters parameters) throws IOException {
    List<String> keys = queries.keys(Field.Scope.SPAN, TimeRange.ALL).texts();
    return texts(keys.subList(0, Math.min(keys.size(), KEYS_MAX)));
  }

  HttpResponse autocompleteValues(Parameters parameters) throws IOException {
    ValueList values = values(parameters.required("key"), null);
    return texts(values.values().stream().map(AttributeText::of).distinct().toList());
  }

  @SuppressWarnings("UnusedVariable") // a handler's shape
  HttpResponse health(Parameters parameters) throws IOException {
    return Json.ok(json -> {
      json.writeStartObject();
      json.writeStringField("status", "UP");
      json.writeObjectFieldStart("zipkin");
      json.writeStringField("status", "UP");
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  @SuppressWarnings("UnusedVariable") // a handler's shape
  HttpResponse info(Parameters parameters) throws IOException {
    return Json.ok(json -> {
      json.writeStartObject();
      json.writeObjectFieldStart("zipkin");
      json.writeStringField("version", version);
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  /// What Zipkin's page asks for first.
  @SuppressWarnings("UnusedVariable") // a handler's shape
  HttpResponse config(Parameters parameters) throws IOException {
    return Json.ok(json -> {
      json.writeStartObject();
      json.writeStringField("environment", "");
      json.writeNumberField("queryLimit", 10);
      json.writeNumberField("defaultLookback", 900_000);
      json.writeBooleanField("searchEnabled", true);
      json.writeObjectFieldStart("dependency");
      json.writeBooleanField("enabled", true);
      json.writeNumberField("lowErrorRate", 0.5);
      json.writeNumberField("highErrorRate", 0.75);
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  private static HttpResponse texts(Collection<String> texts) throws IOException {
    return Json.ok(json -> {
      json.writeStartArray();
      for (String text : texts) {
        json.writeString(text);
      }
      json.writeEndArray();
    });
  }
}
