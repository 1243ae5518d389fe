package dev.hopwise.server.api;

import com.linecorp.armeria.common.HttpResponse;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.TraceId;
import dev.hopwise.query.Fields;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.SearchAnswer;
import dev.hopwise.query.SearchQuestion;
import dev.hopwise.query.TraceAnswer;
import dev.hopwise.store.Field;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.ValueList;
import dev.hopwise.traceql.TraceQl;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The handlers of docs/api.md, except the status.
final class NativeApi {

  private static final Duration RANGE_DEFAULT = Duration.ofHours(1);
  private static final int LIMIT_DEFAULT = 20;
  private static final int VALUES_DEFAULT = 100;

  private final QueryService queries;

  NativeApi(QueryService queries) {
    this.queries = queries;
  }

  HttpResponse trace(Parameters parameters) throws IOException {
    TraceId id = parameters.traceId();
    Optional<TraceAnswer> trace = queries.trace(id, parameters.hint());
    return trace.isEmpty()
        ? Problem.notFound("no trace " + id.hex())
        : Json.ok(json -> new NativeTraceJson(json, trace.get()).write());
  }

  HttpResponse search(Parameters parameters) throws IOException {
    String text = parameters.text("q");
    SearchQuestion question =
        new SearchQuestion(
            TraceQl.parse(text == null ? "{ }" : text),
            range(parameters),
            parameters.integer("limit", LIMIT_DEFAULT, 1, queries.limits().resultsMax()),
            SearchQuestion.SPANS_PER_TRACE_DEFAULT,
            parameters.text("cursor"));
    SearchAnswer answer = queries.search(question);
    return Json.ok(json -> NativeSearchJson.write(json, answer));
  }

  HttpResponse services(Parameters parameters) throws IOException {
    return texts("services", queries.services(range(parameters)));
  }

  HttpResponse spanNames(Parameters parameters) throws IOException {
    return texts("spanNames", queries.spanNames(parameters.text("service"), range(parameters)));
  }

  HttpResponse keys(Parameters parameters) throws IOException {
    return texts("keys", queries.keys(scope(parameters.required("scope")), range(parameters)));
  }

  HttpResponse values(Parameters parameters) throws IOException {
    @Nullable Field field = Fields.of(TraceQl.parseField(parameters.required("key")));
    if (!(field instanceof Field.AttributeOf)
        && field != Field.Intrinsic.SERVICE
        && field != Field.Intrinsic.NAME) {
      throw new BadParameterException("key", "the values of key are not listed");
    }
    int limit = parameters.integer("limit", VALUES_DEFAULT, 1, queries.limits().valuesMax());
    ValueList values = queries.values(field, null, range(parameters), limit);
    return Json.ok(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("values");
      for (AttributeValue value : values.values()) {
        AttributeJson.value(json, value);
      }
      json.writeEndArray();
      json.writeBooleanField("truncated", values.truncated());
      json.writeEndObject();
    });
  }

  private static Field.Scope scope(String text) {
    return switch (text) {
      case "span" -> Field.Scope.SPAN;
      case "resource" -> Field.Scope.RESOURCE;
      case "event" -> Field.Scope.EVENT;
      case "link" -> Field.Scope.LINK;
      case "instrumentation" -> Field.Scope.INSTRUMENTATION;
      default ->
          throw new BadParameterException(
              "scope", "scope is none of span, resource, event, link and instrumentation");
    };
  }

  private TimeRange range(Parameters parameters) {
    Instant now = queries.clock().instant();
    return parameters.range(now.minus(RANGE_DEFAULT), now);
  }

  private static HttpResponse texts(String name, ValueList values) throws IOException {
    return Json.ok(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart(name);
      for (String text : values.texts()) {
        json.writeString(text);
      }
      json.writeEndArray();
      json.writeBooleanField("truncated", values.truncated());
      json.writeEndObject();
    });
  }
}
