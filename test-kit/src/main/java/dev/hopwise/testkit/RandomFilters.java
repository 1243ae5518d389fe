package dev.hopwise.testkit;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Span;
import dev.hopwise.store.Field;
import dev.hopwise.store.Field.AttributeOf;
import dev.hopwise.store.Field.Intrinsic;
import dev.hopwise.store.Field.Scope;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.SpanFilter.Comparison;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.memory.FieldValues;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Arbitrary filters over given spans. Most comparisons take a value that one of the spans has, or
/// one right beside it, so that filters match some spans and not others.
public final class RandomFilters {

  private final RandomGenerator random;
  private final List<Span> spans;

  /// @param spans at least one
  public RandomFilters(RandomGenerator random, List<Span> spans) {
    this.random = random;
    this.spans = List.copyOf(spans);
  }

  /// The next filter.
  ///
  /// @param depth how deep AND, OR and NOT may nest
  public SpanFilter next(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 5 -> new SpanFilter.And(some(depth - 1));
      case 6 -> new SpanFilter.Or(some(depth - 1));
      case 7 -> new SpanFilter.Not(next(depth - 1));
      default -> comparison();
    };
  }

  /// A range that begins or ends exactly at a span's start.
  public TimeRange range() {
    long a = anySpan().startEpochNanos();
    long b = anySpan().startEpochNanos();
    return switch (random.nextInt(4)) {
      case 0 -> TimeRange.ALL;
      case 1 -> new TimeRange(a, a + 1);
      default -> new TimeRange(Math.min(a, b), Math.max(a, b));
    };
  }

  private List<SpanFilter> some(int depth) {
    return Stream.generate(() -> next(depth)).limit(random.nextInt(4)).toList();
  }

  private SpanFilter comparison() {
    Span span = anySpan();
    Field field = field(span);
    if (random.nextInt(8) == 0) {
      return new SpanFilter.Exists(field);
    }
    return compared(field, scalar(FieldValues.of(span, field)));
  }

  /// The value, one of its elements, or one that has nothing to do with it.
  private AttributeValue scalar(@Nullable AttributeValue value) {
    if (value instanceof AttributeValue.Array(List<AttributeValue> elements)
        && !elements.isEmpty()) {
      return scalar(any(elements));
    }
    return value == null || random.nextInt(10) == 0 ? RandomSpans.value(random, 0) : value;
  }

  private SpanFilter compared(Field field, AttributeValue value) {
    Comparison comparison = any(List.of(Comparison.values()));
    return switch (value) {
      case AttributeValue.Text(String text) -> textFilter(field, comparison, text);
      case AttributeValue.Bool(boolean truth) -> new SpanFilter.BoolIs(field, comparison, truth);
      case AttributeValue.Int(long number) ->
          new SpanFilter.NumberIs(
              field,
              comparison,
              random.nextInt(3) == 0 ? number + random.nextDouble() : number + random.nextInt(2));
      case AttributeValue.Real(double number) ->
          new SpanFilter.NumberIs(field, comparison, random.nextBoolean() ? number : (long) number);
      case AttributeValue.Array _,
          AttributeValue.Map _,
          AttributeValue.Bytes _,
          AttributeValue.Empty _ ->
          new SpanFilter.TextIs(field, comparison, "");
    };
  }

  private SpanFilter textFilter(Field field, Comparison comparison, String text) {
    if (random.nextInt(4) > 0) {
      return new SpanFilter.TextIs(field, comparison, text);
    }
    String beginning = text.substring(0, text.offsetByCodePoints(0, text.isEmpty() ? 0 : 1));
    return new SpanFilter.TextMatches(field, candidate -> candidate.startsWith(beginning));
  }

  private Field field(Span span) {
    if (random.nextInt(2) == 0) {
      return any(List.of(Intrinsic.values()));
    }
    Scope scope = any(List.of(Scope.values()));
    List<String> keys = FieldValues.keys(span, scope).toList();
    return new AttributeOf(scope, keys.isEmpty() ? RandomSpans.key(random) : any(keys));
  }

  private Span anySpan() {
    return any(spans);
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
