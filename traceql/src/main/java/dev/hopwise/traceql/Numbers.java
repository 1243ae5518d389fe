package dev.hopwise.traceql;

import java.math.BigDecimal;

/// Arithmetic and comparison of integers, doubles and durations.
final class Numbers {

  private Numbers() {}

  static Value.Numeric negate(Value.Numeric value) {
    return switch (value) {
      case Value.Int(long integer) -> new Value.Int(-integer);
      case Value.Real(double real) -> new Value.Real(-real);
      case Value.DurationNanos(long nanos) -> new Value.DurationNanos(-nanos);
    };
  }

  /// By mathematical value; as IEEE 754 has it, NaN is unequal to everything and nothing else.
  static boolean holds(Operator comparison, Number a, Number b) {
    if (isNaN(a) || isNaN(b)) {
      return comparison == Operator.NOT_EQUAL;
    }
    return comparison.holds(compare(a, b));
  }

  private static int compare(Number a, Number b) {
    if (a instanceof Long x && b instanceof Long y) {
      return x.compareTo(y);
    }
    double x = a.doubleValue();
    double y = b.doubleValue();
    if (x != y || Double.isInfinite(x)) {
      return x < y ? -1 : x == y ? 0 : 1;
    }
    // Equal as doubles: a long beyond 2^53 may still differ.
    return exact(a).compareTo(exact(b));
  }

  private static BigDecimal exact(Number number) {
    return number instanceof Long value
        ? BigDecimal.valueOf(value)
        : new BigDecimal(number.doubleValue());
  }

  private static boolean isNaN(Number number) {
    return number instanceof Double value && value.isNaN();
  }

  /// Whole numbers stay whole while they fit 64 bits (division rounds towards zero); nil when
  /// dividing whole numbers by zero.
  static Value calculate(Operator operator, Number a, Number b) {
    if (a instanceof Long x && b instanceof Long y && operator != Operator.POWER) {
      return whole(operator, x, y);
    }
    return new Value.Real(real(operator, a.doubleValue(), b.doubleValue()));
  }

  private static Value whole(Operator operator, long a, long b) {
    boolean divides = operator == Operator.DIVIDE || operator == Operator.MODULO;
    if (divides && b == 0) {
      return Value.NIL;
    }
    try {
      return new Value.Int(
          switch (operator) {
            case ADD -> Math.addExact(a, b);
            case SUBTRACT -> Math.subtractExact(a, b);
            case MULTIPLY -> Math.multiplyExact(a, b);
            case DIVIDE -> Math.divideExact(a, b);
            case MODULO -> a % b;
            default -> throw new IllegalStateException(operator.text() + " calculates nothing");
          });
    } catch (ArithmeticException _) {
      return new Value.Real(real(operator, (double) a, (double) b));
    }
  }

  private static double real(Operator operator, double a, double b) {
    return switch (operator) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case MODULO -> a % b;
      case POWER -> Math.pow(a, b);
      default -> throw new IllegalStateException(operator.text() + " calculates nothing");
    };
  }
}
