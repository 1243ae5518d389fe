package dev.hopwise.server.api.jaeger;

import dev.hopwise.query.SearchQuestion;
import dev.hopwise.server.api.TagConditions;
import dev.hopwise.store.TimeRange;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Intrinsic;
import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.Pipeline;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.Stage;
import dev.hopwise.traceql.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Jaeger's search asks for: traces with a span that has all of it.
///
/// @param service null for all
/// @param operation null for all
/// @param tagsParameter to blame for tags that cannot be
/// @param minNanos of the span, or null
/// @param maxNanos of the span, or null
/// @param range in which the span starts
/// @param raw as the spans were sent, also where they share an id
record JaegerQuery(
    @Nullable String service,
    @Nullable String operation,
    String tagsParameter,
    Map<String, String> tags,
    @Nullable Long minNanos,
    @Nullable Long maxNanos,
    TimeRange range,
    int limit,
    boolean raw) {
  JaegerQuery {
    tags = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  SearchQuestion question() {
    List<FieldExpression> conditions = new ArrayList<>();
    if (service != null) {
      conditions.add(TagConditions.service(JaegerNames.ourService(service)));
    }
    if (operation != null) {
      conditions.add(TagConditions.equal(Intrinsic.NAME, new Value.Text(operation)));
    }
    duration(Operator.GREATER_OR_EQUAL, minNanos, conditions);
    duration(Operator.LESS_OR_EQUAL, maxNanos, conditions);
    tags.forEach((key, value) -> conditions.add(TagConditions.equal(tagsParameter, key, value)));
    @Nullable FieldExpression all = conditions.stream().reduce(TagConditions::and).orElse(null);
    return new SearchQuestion(
        new Query(new Pipeline(List.of(new Stage.Filter(all))), Map.of()), range, limit, 1, null);
  }

  private static void duration(
      Operator operator, @Nullable Long nanos, List<FieldExpression> conditions) {
    if (nanos != null) {
      conditions.add(
          new FieldExpression.Binary(
              operator,
              Intrinsic.DURATION,
              new FieldExpression.Constant(new Value.DurationNanos(nanos))));
    }
  }
}
