package dev.hopwise.traceql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// When a comparison of two values holds.
///
/// Nothing compares with nil, and values of different kinds do not compare, `!=` included. An array
/// is unequal (`!=`, `!~`) when no element is equal, whatever the kinds of its elements; everything
/// else holds for it when it holds for any element.
public final class Comparisons {

  private Comparisons() {}

  /// Whether it holds for two values.
  public static boolean holds(Operator comparison, Value left, Value right) {
    if (left instanceof Value.Nil || right instanceof Value.Nil) {
      return false;
    }
    if (left instanceof Value.Many(List<Value> elements)) {
      return comparison == Operator.NOT_EQUAL
          ? elements.stream().noneMatch(e -> holds(Operator.EQUAL, e, right))
          : elements.stream().anyMatch(e -> holds(comparison, e, right));
    }
    if (right instanceof Value.Many) {
      return holds(comparison.mirrored(), right, left);
    }
    return scalars(comparison, left, right);
  }

  private static boolean scalars(Operator comparison, Value left, Value right) {
    if (left instanceof Value.Numeric a && right instanceof Value.Numeric b) {
      return Numbers.holds(comparison, a.number(), b.number());
    }
    if (left instanceof Value.Text(String a) && right instanceof Value.Text(String b)) {
      return comparison.holds(compareTexts(a, b));
    }
    boolean sameKind =
        left.getClass() == right.getClass()
            && (left instanceof Value.Bool
                || left instanceof Value.Status
                || left instanceof Value.Kind);
    return sameKind
        && comparison.group() == Operator.Group.EQUALITY
        && left.equals(right) == (comparison == Operator.EQUAL);
  }

  /// By UTF-8 bytes, unsigned, as Go does.
  private static int compareTexts(String a, String b) {
    return a.equals(b)
        ? 0
        : Arrays.compareUnsigned(
            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  /// Whether a value matches an expression, or when negated, is a text that does not.
  public static boolean matches(Value value, Regex regex, boolean negated) {
    if (value instanceof Value.Many(List<Value> elements)) {
      return negated != elements.stream().anyMatch(e -> matches(e, regex, false));
    }
    return value instanceof Value.Text(String text) && negated != regex.matches(text);
  }
}
