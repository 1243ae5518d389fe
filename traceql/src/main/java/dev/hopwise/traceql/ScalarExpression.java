package dev.hopwise.traceql;

import org.jspecify.annotations.Nullable;

/// What has one value for each spanset.
public sealed interface ScalarExpression {

  /// The same for every spanset.
  record Constant(Value.Numeric value) implements ScalarExpression {}

  /// Over the spans of the spanset. Spans without a number there do not count; of none there is no
  /// value.
  ///
  /// @param argument null for COUNT only
  record Aggregate(Function function, @Nullable FieldExpression argument)
      implements ScalarExpression {}

  /// Two operands.
  record Arithmetic(Operator operator, ScalarExpression left, ScalarExpression right)
      implements ScalarExpression {}

  /// How the values of the spans become one.
  enum Function {
    COUNT("count"),
    AVG("avg"),
    MAX("max"),
    MIN("min"),
    SUM("sum");

    private final String text;

    Function(String text) {
      this.text = text;
    }

    /// As it is written.
    public String text() {
      return text;
    }
  }
}
