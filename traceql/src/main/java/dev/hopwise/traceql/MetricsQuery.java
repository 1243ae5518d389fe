package dev.hopwise.traceql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/// A checked query whose answer is series over time instead of traces.
///
/// @param hints what `with(…)` says, by name; whoever runs the query decides which he heeds
public record MetricsQuery(MetricsExpression expression, Map<String, Value> hints) {
  public MetricsQuery {
    hints = Collections.unmodifiableMap(new LinkedHashMap<>(hints));
  }

  /// Its pipelines with their functions, from left to right.
  public List<MetricsExpression.Measured> measured() {
    List<MetricsExpression.Measured> found = new ArrayList<>();
    collect(expression, found);
    return found;
  }

  private static void collect(
      MetricsExpression expression, List<MetricsExpression.Measured> found) {
    switch (expression) {
      case MetricsExpression.Constant _ -> {}
      case MetricsExpression.Measured measured -> found.add(measured);
      case MetricsExpression.Combined(_, var left, var right, _) -> {
        collect(left, found);
        collect(right, found);
      }
    }
  }

  /// The attributes and intrinsics that it mentions, in its order.
  public SequencedSet<FieldExpression> fields() {
    SequencedSet<FieldExpression> found = new LinkedHashSet<>();
    for (MetricsExpression.Measured each : measured()) {
      found.addAll(MentionedFields.of(each.pipeline()));
      switch (each.function()) {
        case MetricsFunction.OverTime(_, var argument, _, var by) -> {
          if (argument != null) {
            found.add(argument);
          }
          found.addAll(by);
        }
        case MetricsFunction.Compare(var selection, _, _, _) ->
            found.addAll(MentionedFields.of(new Pipeline(List.of(selection))));
      }
    }
    return found;
  }

  /// TraceQL that parses to an equal query.
  @Override
  public String toString() {
    return MetricsPrinter.print(this);
  }
}
