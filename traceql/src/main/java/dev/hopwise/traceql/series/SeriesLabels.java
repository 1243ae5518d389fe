package dev.hopwise.traceql.series;

import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.MetricsFunction.Kind;
import dev.hopwise.traceql.MetricsFunction.OverTime;
import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.Value;
import java.util.ArrayList;
import java.util.List;

/// Labels as Tempo gives them: those that spans do not have are left out, unless none would be
/// left.
public final class SeriesLabels {

  private SeriesLabels() {}

  /// Those of a series of spans with equal values.
  public static List<SeriesLabel> of(OverTime function, List<Value> values) {
    if (function.by().isEmpty()) {
      boolean other =
          function.kind() == Kind.QUANTILE_OVER_TIME || function.kind() == Kind.HISTOGRAM_OVER_TIME;
      return other
          ? List.of()
          : List.of(SeriesLabel.text(SeriesLabel.NAME, function.kind().text()));
    }
    List<SeriesLabel> labels = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (!(values.get(i) instanceof Value.Nil)) {
        labels.add(label(function.by().get(i), values.get(i)));
      }
    }
    return labels.isEmpty() ? List.of(label(function.by().getFirst(), Value.NIL)) : labels;
  }

  private static SeriesLabel label(FieldExpression by, Value value) {
    return new SeriesLabel(TraceQl.text(by), value);
  }

  static List<SeriesLabel> with(List<SeriesLabel> labels, String name, double number) {
    List<SeriesLabel> all = new ArrayList<>(labels);
    all.add(new SeriesLabel(name, new Value.Real(number)));
    return all;
  }
}
