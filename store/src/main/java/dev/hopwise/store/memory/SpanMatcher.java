package dev.hopwise.store.memory;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Span;
import dev.hopwise.store.Field;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.SpanFilter.Comparison;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The meaning of {@link SpanFilter}: whether one span is like that, by looking.
///
/// - An array satisfies {@link Comparison#NOT_EQUAL} when no element equals, whatever the kinds of
///   its elements: the empty array is different from everything. Arrays within arrays equal
///   nothing.
/// - Outside an array a value of another kind satisfies nothing, `NOT_EQUAL` included.
/// - Doubles follow IEEE 754: NaN satisfies `NOT_EQUAL` only, and −0 equals 0.
/// - An attribute that was set to nothing exists.
public final class SpanMatcher {

  private SpanMatcher() {}

  /// Whether the span is like that.
  public static boolean matches(SpanFilter filter, Span span) {
    return switch (filter) {
      case SpanFilter.And and -> and.operands().stream().allMatch(f -> matches(f, span));
      case SpanFilter.Or or -> or.operands().stream().anyMatch(f -> matches(f, span));
      case SpanFilter.Not not -> !matches(not.operand(), span);
      case SpanFilter.Exists exists -> FieldValues.of(span, exists.field()) != null;
      case SpanFilter.TextIs is -> valueMatches(is, valueOf(span, is.field()));
      case SpanFilter.TextMatches is -> valueMatches(is, valueOf(span, is.field()));
      case SpanFilter.NumberIs is -> valueMatches(is, valueOf(span, is.field()));
      case SpanFilter.BoolIs is -> valueMatches(is, valueOf(span, is.field()));
    };
  }

  /// Whether the value of a comparison's field satisfies it.
  ///
  /// @param comparison a TextIs, TextMatches, NumberIs or BoolIs
  /// @param value null when the span has none there: then nothing is satisfied
  public static boolean valueMatches(SpanFilter comparison, @Nullable AttributeValue value) {
    return switch (comparison) {
      case SpanFilter.TextIs is ->
          compared(value, is.comparison(), (v, c) -> textIs(v, c, is.value()));
      case SpanFilter.TextMatches is ->
          compared(value, Comparison.EQUAL, (v, _) -> textMatches(v, is.pattern()));
      case SpanFilter.NumberIs is ->
          compared(value, is.comparison(), (v, c) -> numberIs(v, c, is.value()));
      case SpanFilter.BoolIs is ->
          compared(value, is.comparison(), (v, c) -> boolIs(v, c, is.value()));
      case SpanFilter.And _, SpanFilter.Or _, SpanFilter.Not _, SpanFilter.Exists _ ->
          throw new IllegalArgumentException("compares no value: " + comparison);
    };
  }

  private static @Nullable AttributeValue valueOf(Span span, Field field) {
    return FieldValues.of(span, field);
  }

  private static boolean compared(
      @Nullable AttributeValue value, Comparison comparison, ScalarTest test) {
    if (value == null) {
      return false;
    }
    if (value instanceof AttributeValue.Array(var elements)) {
      Predicate<AttributeValue> equal = v -> test.holds(v, Comparison.EQUAL);
      return comparison == Comparison.NOT_EQUAL
          ? elements.stream().noneMatch(equal)
          : elements.stream().anyMatch(v -> test.holds(v, comparison));
    }
    return test.holds(value, comparison);
  }

  private static boolean textIs(AttributeValue value, Comparison comparison, String expected) {
    return value instanceof AttributeValue.Text(String text)
        && comparison.holds(ValueOrder.compareTexts(text, expected));
  }

  private static boolean textMatches(AttributeValue value, SpanFilter.TextPattern pattern) {
    return value instanceof AttributeValue.Text(String text) && pattern.matches(text);
  }

  private static boolean boolIs(AttributeValue value, Comparison comparison, boolean expected) {
    return value instanceof AttributeValue.Bool(boolean actual)
        && comparison.holds(Boolean.compare(actual, expected));
  }

  private static boolean numberIs(AttributeValue value, Comparison comparison, Number expected) {
    return switch (value) {
      case AttributeValue.Int(long number) -> ExactNumbers.holds(number, comparison, expected);
      case AttributeValue.Real(double number) -> ExactNumbers.holds(number, comparison, expected);
      case AttributeValue.Text _,
          AttributeValue.Bool _,
          AttributeValue.Array _,
          AttributeValue.Map _,
          AttributeValue.Bytes _,
          AttributeValue.Empty _ ->
          false;
    };
  }

  /// A comparison with a value that is no array.
  private interface ScalarTest {
    boolean holds(AttributeValue value, Comparison comparison);
  }
}
