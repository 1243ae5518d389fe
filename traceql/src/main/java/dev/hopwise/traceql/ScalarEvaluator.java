package dev.hopwise.traceql;

import dev.hopwise.traceql.ScalarExpression.Function;
import java.util.List;
import java.util.Objects;

/// Values of scalar expressions for a spanset.
final class ScalarEvaluator {

  private final FieldEvaluator fields;

  ScalarEvaluator(FieldEvaluator fields) {
    this.fields = fields;
  }

  Value value(ScalarExpression expression, Spanset spanset) {
    return switch (expression) {
      case ScalarExpression.Constant(var value) -> value;
      case ScalarExpression.Aggregate(var function, var argument) ->
          function == Function.COUNT
              ? new Value.Int(spanset.size())
              : aggregate(function, Objects.requireNonNull(argument), spanset);
      case ScalarExpression.Arithmetic(var operator, var left, var right) ->
          value(left, spanset) instanceof Value.Numeric a
                  && value(right, spanset) instanceof Value.Numeric b
              ? Numbers.calculate(operator, a.number(), b.number())
              : Value.NIL;
    };
  }

  private Value aggregate(Function function, FieldExpression argument, Spanset spanset) {
    List<Value.Numeric> values =
        spanset
            .spans()
            .mapToObj(i -> fields.value(argument, i))
            .filter(Value.Numeric.class::isInstance)
            .map(Value.Numeric.class::cast)
            .toList();
    if (values.isEmpty()) {
      return Value.NIL;
    }
    return switch (function) {
      case COUNT -> new Value.Int(values.size());
      case SUM -> sum(values);
      case AVG -> new Value.Real(toReal(sum(values)) / values.size());
      case MAX -> extreme(values, Operator.GREATER);
      case MIN -> extreme(values, Operator.LESS);
    };
  }

  private static Value sum(List<Value.Numeric> values) {
    Value.Numeric sum = new Value.Int(0);
    for (Value.Numeric value : values) {
      if (Numbers.calculate(Operator.ADD, sum.number(), value.number())
          instanceof Value.Numeric next) {
        sum = next;
      }
    }
    return sum;
  }

  private static Value extreme(List<Value.Numeric> values, Operator better) {
    Value.Numeric best = values.getFirst();
    for (Value.Numeric value : values) {
      if (Numbers.holds(better, value.number(), best.number())) {
        best = value;
      }
    }
    return best;
  }

  private static double toReal(Value value) {
    return value instanceof Value.Numeric number ? number.number().doubleValue() : Double.NaN;
  }
}
