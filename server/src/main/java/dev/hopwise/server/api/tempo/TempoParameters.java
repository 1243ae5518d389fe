package dev.hopwise.server.api.tempo;

import dev.hopwise.model.StatusCode;
import dev.hopwise.query.SearchQuestion;
import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.server.api.Parameters;
import dev.hopwise.store.TimeRange;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Intrinsic;
import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.Pipeline;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.Stage;
import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.TraceQlException;
import dev.hopwise.traceql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tempo's parameters.
final class TempoParameters {

  private static final int LIMIT_DEFAULT = 20;
  private static final int LIMIT_MAX = 262_144;
  private static final long SECONDS_MAX = 0xFFFF_FFFFL;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private static final Map<String, Intrinsic> INTRINSICS =
      Map.of(
          "name", Intrinsic.NAME,
          "root.name", Intrinsic.ROOT_NAME,
          "root.service.name", Intrinsic.ROOT_SERVICE);

  private TempoParameters() {}

  static SearchQuestion search(Parameters parameters) {
    if (parameters.text("q") != null && parameters.text("tags") != null) {
      throw new BadParameterException(
          "tags", "invalid request: can't specify tags and q in the same query");
    }
    return new SearchQuestion(
        query(parameters),
        range(parameters),
        parameters.integer("limit", LIMIT_DEFAULT, 1, LIMIT_MAX),
        parameters.integer("spss", SearchQuestion.SPANS_PER_TRACE_DEFAULT, 0, Integer.MAX_VALUE),
        null);
  }

  /// `start` and `end` in seconds, 0 for open; without them all there is.
  static TimeRange range(Parameters parameters) {
    long start = seconds(parameters, "start");
    long end = seconds(parameters, "end");
    if (end != 0 && start >= end) {
      throw new BadParameterException(
          "start",
          "http parameter start must be before end. received start=%d end=%d"
              .formatted(start, end));
    }
    return new TimeRange(start * SECOND_NANOS, end == 0 ? Long.MAX_VALUE : end * SECOND_NANOS);
  }

  static TimeRange hint(Parameters parameters) {
    TimeRange range = range(parameters);
    return parameters.text("start") == null || parameters.text("end") == null
        ? TimeRange.ALL
        : range;
  }

  private static long seconds(Parameters parameters, String name) {
    String text = parameters.text(name);
    if (text == null) {
      return 0;
    }
    try {
      long seconds = Long.parseLong(text);
      if (seconds >= 0 && seconds <= SECONDS_MAX) {
        return seconds;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new BadParameterException(name, "invalid " + name + ": not unix seconds", SECONDS_MAX);
  }

  private static Query query(Parameters parameters) {
    List<FieldExpression> conditions = new ArrayList<>();
    duration(parameters, "minDuration", Operator.GREATER_OR_EQUAL, conditions);
    duration(parameters, "maxDuration", Operator.LESS_OR_EQUAL, conditions);
    String tags = parameters.text("tags");
    if (tags != null) {
      Logfmt.parse(tags).forEach((key, value) -> conditions.add(tag(key, value)));
    }
    String text = parameters.text("q");
    Query query = TraceQl.parse(text == null ? "{ }" : text);
    return conditions.isEmpty() ? query : narrowed(query, conditions);
  }

  /// The durations are the trace's, so they hold for all its spans or none.
  private static Query narrowed(Query query, List<FieldExpression> conditions) {
    List<Stage> stages = new ArrayList<>(query.pipeline().stages());
    stages.addFirst(
        new Stage.Filter(conditions.stream().reduce(TempoParameters::and).orElseThrow()));
    return new Query(new Pipeline(stages), query.hints());
  }

  private static FieldExpression and(FieldExpression a, FieldExpression b) {
    return new FieldExpression.Binary(Operator.AND, a, b);
  }

  private static void duration(
      Parameters parameters, String name, Operator operator, List<FieldExpression> conditions) {
    String text = parameters.text(name);
    if (text == null) {
      return;
    }
    try {
      Query parsed = TraceQl.parse("{ traceDuration = " + text + " }");
      if (parsed.pipeline().stages().getFirst()
              instanceof Stage.Filter(FieldExpression.Binary(_, _, var right))
          && right instanceof FieldExpression.Constant(Value.DurationNanos nanos)) {
        conditions.add(
            new FieldExpression.Binary(
                operator, Intrinsic.TRACE_DURATION, new FieldExpression.Constant(nanos)));
        return;
      }
    } catch (TraceQlException _) {
      // told below
    }
    throw new BadParameterException(name, "invalid " + name + ": no duration such as 1.5s");
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
