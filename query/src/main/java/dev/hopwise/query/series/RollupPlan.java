package dev.hopwise.query.series;

import dev.hopwise.model.rollup.SeriesKey;
import dev.hopwise.query.metrics.MeasuredNames;
import dev.hopwise.traceql.Expressions;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Intrinsic;
import dev.hopwise.traceql.MetricsExpression.Measured;
import dev.hopwise.traceql.MetricsFunction;
import dev.hopwise.traceql.MetricsQuery;
import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.Pipeline;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.Stage;
import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A function that counts, of spans that are told apart by nothing but what rollups know: service,
/// name, kind and status.
///
/// @param conditions all of which hold, none of them an `&&`
/// @param fields that it mentions
record RollupPlan(
    MetricsFunction.OverTime function,
    List<FieldExpression> conditions,
    Collection<FieldExpression> fields) {

  private static final FieldExpression SERVICE = TraceQl.parseField("resource.service.name");

  private static final List<FieldExpression> KNOWN =
      List.of(SERVICE, Intrinsic.NAME, Intrinsic.KIND, Intrinsic.STATUS);

  /// What a series of rollups is to the query.
  sealed interface Fit {
    /// Its spans are not selected.
    record None() implements Fit {}

    /// All its spans are selected, and have these values of `by`.
    record Group(List<Value> values) implements Fit {}

    /// It stands for spans of several names or services, of which some may be selected.
    record Unclear() implements Fit {}
  }

  /// The plan, or null where rollups do not know enough.
  static @Nullable RollupPlan of(Measured measured) {
    if (!(measured.function() instanceof MetricsFunction.OverTime function)
        || !function.kind().counts()) {
      return null;
    }
    List<FieldExpression> conditions = new ArrayList<>();
    for (Stage stage : measured.pipeline().stages()) {
      if (!(stage instanceof Stage.Filter(var condition))) {
        return null;
      }
      if (condition != null) {
        split(condition, conditions);
      }
    }
    Collection<FieldExpression> fields =
        new MetricsQuery(new Measured(measured.pipeline(), function, List.of()), Map.of()).fields();
    return KNOWN.containsAll(fields) ? new RollupPlan(function, conditions, fields) : null;
  }

  private static void split(FieldExpression condition, List<FieldExpression> into) {
    if (condition instanceof FieldExpression.Binary(var operator, var left, var right)
        && operator == Operator.AND) {
      split(left, into);
      split(right, into);
    } else {
      into.add(condition);
    }
  }

  /// What a series is to it.
  Fit fit(SeriesKey key) {
    if (!(key instanceof SeriesKey.OfSpans spans)) {
      return new Fit.None();
    }
    boolean unclear =
        isUnclear(SERVICE, spans.service()) || isUnclear(Intrinsic.NAME, spans.spanName());
    for (FieldExpression condition : conditions) {
      boolean sure = !unclear || !mentionsUnclear(condition, spans);
      if (sure && !Value.isTrue(value(condition, spans))) {
        return new Fit.None();
      }
    }
    return unclear
        ? new Fit.Unclear()
        : new Fit.Group(function.by().stream().map(by -> value(by, spans)).toList());
  }

  private boolean isUnclear(FieldExpression field, String measured) {
    return fields.contains(field) && MeasuredNames.mayStandForOthers(measured);
  }

  private boolean mentionsUnclear(FieldExpression condition, SeriesKey.OfSpans spans) {
    Collection<FieldExpression> mentioned =
        new Query(new Pipeline(List.of(new Stage.Filter(condition))), Map.of()).fields();
    return (mentioned.contains(SERVICE) && isUnclear(SERVICE, spans.service()))
        || (mentioned.contains(Intrinsic.NAME) && isUnclear(Intrinsic.NAME, spans.spanName()));
  }

  private static Value value(FieldExpression expression, SeriesKey.OfSpans spans) {
    return Expressions.value(expression, (field, _) -> leaf(field, spans), 0);
  }

  private static Value leaf(FieldExpression field, SeriesKey.OfSpans spans) {
    return switch (field) {
      case Intrinsic.NAME -> new Value.Text(spans.spanName());
      case Intrinsic.KIND -> new Value.Kind(spans.kind());
      case Intrinsic.STATUS -> new Value.Status(spans.statusCode());
      default -> new Value.Text(spans.service());
    };
  }
}
