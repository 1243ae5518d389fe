package dev.hopwise.server.api.tempo;

import dev.hopwise.model.StatusCode;
import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Intrinsic;
import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.Pipeline;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.Stage;
import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A search as Tempo takes it, made TraceQL: a query or tags, and bounds of the trace's duration.
final class TempoQuery {

  private static final Map<String, Intrinsic> INTRINSICS =
      Map.of(
          "name", Intrinsic.NAME,
          "root.name", Intrinsic.ROOT_NAME,
          "root.service.name", Intrinsic.ROOT_SERVICE);

  private TempoQuery() {}

  /// @param text TraceQL; null for all spans
  /// @param tags instead of a text
  /// @param minNanos of the trace's duration, null for any; so with the maximum
  static Query of(
      @Nullable String text,
      Map<String, String> tags,
      @Nullable Long minNanos,
      @Nullable Long maxNanos) {
    if (text != null && !tags.isEmpty()) {
      throw new BadParameterException(
          "tags", "invalid request: can't specify tags and q in the same query");
    }
    List<FieldExpression> conditions = new ArrayList<>();
    if (minNanos != null) {
      conditions.add(duration(Operator.GREATER_OR_EQUAL, minNanos));
    }
    if (maxNanos != null) {
      conditions.add(duration(Operator.LESS_OR_EQUAL, maxNanos));
    }
    tags.forEach((key, value) -> conditions.add(tag(key, value)));
    Query query = TraceQl.parse(text == null ? "{ }" : text);
    return conditions.isEmpty() ? query : narrowed(query, conditions);
  }

  private static FieldExpression duration(Operator operator, long nanos) {
    return new FieldExpression.Binary(
        operator,
        Intrinsic.TRACE_DURATION,
        new FieldExpression.Constant(new Value.DurationNanos(nanos)));
  }

  /// The durations are the trace's, so they hold for all its spans or none.
  private static Query narrowed(Query query, List<FieldExpression> conditions) {
    List<Stage> stages = new ArrayList<>(query.pipeline().stages());
    stages.addFirst(new Stage.Filter(conditions.stream().reduce(TempoQuery::and).orElseThrow()));
    return new Query(new Pipeline(stages), query.hints());
  }

  private static FieldExpression and(FieldExpression a, FieldExpression b) {
    return new FieldExpression.Binary(Operator.AND, a, b);
  }

  /// A tag's value is text, whatever was sent: a number or truth value of that text matches too.
  private static FieldExpression tag(String key, String value) {
    @Nullable Intrinsic intrinsic = INTRINSICS.get(key);
    if (intrinsic != null) {
      return equal(intrinsic, new Value.Text(value));
    }
    if (key.equals("status.code") || (key.equals("error") && value.equals("true"))) {
      return status(key.equals("error") ? "error" : value);
    }
    FieldExpression attribute = new FieldExpression.AttributeOf(FieldExpression.Scope.ANY, key);
    FieldExpression text = equal(attribute, new Value.Text(value));
    if (value.equals("true") || value.equals("false")) {
      return or(text, equal(attribute, new Value.Bool(Boolean.parseBoolean(value))));
    }
    try {
      return or(text, equal(attribute, new Value.Int(Long.parseLong(value))));
    } catch (NumberFormatException _) {
      return text;
    }
  }

  private static FieldExpression status(String code) {
    for (StatusCode known : StatusCode.values()) {
      if (known.name().equalsIgnoreCase(code)) {
        return equal(Intrinsic.STATUS, new Value.Status(known));
      }
    }
    throw new BadParameterException("tags", "invalid tags: status.code is no status");
  }

  private static FieldExpression equal(FieldExpression field, Value value) {
    return new FieldExpression.Binary(Operator.EQUAL, field, new FieldExpression.Constant(value));
  }

  private static FieldExpression or(FieldExpression a, FieldExpression b) {
    return new FieldExpression.Binary(Operator.OR, a, b);
  }
}
