package dev.hopwise.sample;

import dev.hopwise.traceql.Comparisons;
import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.Value;

/// Compares with a number or a duration.
final class NumberCheck implements ValueCheck {

  private final Operator comparison;
  private final Value.Numeric constant;
  private final boolean whole;
  private final long wholeConstant;
  private final double realConstant;

  NumberCheck(Operator comparison, Value.Numeric constant) {
    this.comparison = comparison;
    this.constant = constant;
    whole = constant.number() instanceof Long;
    wholeConstant = constant.number().longValue();
    realConstant = constant.number().doubleValue();
  }

  @Override
  public boolean holds(RawValue value) {
    return switch (value.type) {
      case INT ->
          whole
              ? ordered(Long.compare(value.number, wholeConstant))
              : mixed(value, (double) value.number);
      case REAL -> mixed(value, value.real());
      case ARRAY -> decoded(value);
      case TEXT, BOOL, KIND, STATUS, OPAQUE -> false;
    };
  }

  /// Where a whole number equals a real one as doubles, the exact values may still differ.
  private boolean mixed(RawValue value, double real) {
    if (Double.isNaN(real) || Double.isNaN(realConstant)) {
      return comparison == Operator.NOT_EQUAL;
    }
    if (real == realConstant) {
      return whole || value.type == RawValue.Type.INT ? decoded(value) : ordered(0);
    }
    return ordered(real < realConstant ? -1 : 1);
  }

  private boolean ordered(int order) {
    return switch (comparison) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
      case OR, AND, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER ->
          throw new IllegalStateException(comparison.text() + " compares nothing");
    };
  }

  private boolean decoded(RawValue value) {
    return Comparisons.holds(comparison, value.toValue(), constant);
  }
}
