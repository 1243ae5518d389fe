package dev.hopwise.traceql;

import dev.hopwise.traceql.MetricsExpression.Combined;
import dev.hopwise.traceql.MetricsExpression.Constant;
import dev.hopwise.traceql.MetricsExpression.Measured;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/// Metrics queries as text that parses to an equal query.
final class MetricsPrinter {

  private MetricsPrinter() {}

  static String print(MetricsQuery query) {
    return expression(query.expression()) + Printer.hints(query.hints());
  }

  private static String expression(MetricsExpression expression) {
    return switch (expression) {
      case Constant(var value) -> Printer.value(value);
      case Measured(var pipeline, var function, var stages) ->
          Printer.pipeline(pipeline) + " | " + function(function) + stages(stages);
      case Combined(var operator, var left, var right, var stages) ->
          operand(left) + " " + operator.text() + " " + operand(right) + stages(stages);
    };
  }

  private static String operand(MetricsExpression expression) {
    return expression instanceof Constant
        ? expression(expression)
        : "(" + expression(expression) + ")";
  }

  /// As a label names a function without its labels.
  static String function(MetricsFunction function) {
    return switch (function) {
      case MetricsFunction.OverTime(var kind, var argument, var quantiles, var by) ->
          kind.text()
              + "("
              + (argument == null ? "" : Printer.field(argument))
              + quantiles.stream().map(q -> ", " + decimal(q)).collect(Collectors.joining())
              + ")"
              + (by.isEmpty()
                  ? ""
                  : by.stream()
                      .map(Printer::field)
                      .collect(Collectors.joining(", ", " by (", ")")));
      case MetricsFunction.Compare(var selection, var topN, var from, var to) ->
          "compare("
              + Printer.pipeline(new Pipeline(List.of(selection)))
              + ", "
              + topN
              + (from == 0 && to == 0 ? "" : ", " + from + ", " + to)
              + ")";
    };
  }

  private static String decimal(double number) {
    return BigDecimal.valueOf(number).toPlainString();
  }

  private static String stages(List<SeriesStage> stages) {
    return stages.stream()
        .map(stage ->
            switch (stage) {
              case SeriesStage.Top(int n, boolean lowest) ->
                  " | " + (lowest ? "bottomk" : "topk") + "(" + n + ")";
              case SeriesStage.Threshold(var comparison, var value) ->
                  " " + comparison.text() + " " + Printer.value(value);
            })
        .collect(Collectors.joining());
  }
}
