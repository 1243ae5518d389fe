package dev.hopwise.store.memory;

import dev.hopwise.store.SpanFilter.Comparison;
import java.math.BigDecimal;

/// Compares longs and doubles by their mathematical values: 2^53 + 1 is not 2^53 as a double.
public final class ExactNumbers {

  private ExactNumbers() {}

  /// Whether `number comparison expected` holds.
  ///
  /// @param number a Long or a Double
  /// @param expected a Long or a Double
  public static boolean holds(Number number, Comparison comparison, Number expected) {
    if (isNaN(number) || isNaN(expected)) {
      return comparison == Comparison.NOT_EQUAL;
    }
    return comparison.holds(compare(number, expected));
  }

  private static int compare(Number a, Number b) {
    if (a instanceof Long x && b instanceof Long y) {
      return x.compareTo(y);
    }
    double x = a.doubleValue();
    double y = b.doubleValue();
    if (x != y || Double.isInfinite(x)) {
      // Rounding to double keeps the order of what it does not make equal.
      return Double.compare(x, y);
    }
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
}
