package dev.hopwise.store.lake;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Span;
import dev.hopwise.store.Field;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.SpanFilter.Comparison;
import dev.hopwise.store.memory.FieldValues;
import dev.hopwise.testkit.RandomSpans;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Arbitrary filters, of which many match some of the given spans.
final class RandomFilters {

  private final RandomGenerator random;
  private final List<Span> spans;

  RandomFilters(RandomGenerator random, List<Span> spans) {
    this.random = random;
    this.spans = spans;
  }

  SpanFilter next(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 7)) {
      case 0 -> new SpanFilter.Exists(field());
      case 7 -> new SpanFilter.And(operands(depth));
      case 8 -> new SpanFilter.Or(operands(depth));
      case 9 -> new SpanFilter.Not(next(depth - 1));
      default -> comparison(field());
    };
  }

  private List<SpanFilter> operands(int depth) {
    return Stream.generate(() -> next(depth - 1)).limit(random.nextInt(3)).toList();
  }

  Field field() {
    if (random.nextBoolean()) {
      return one(List.of(Field.Intrinsic.values()));
    }
    return new Field.AttributeOf(one(List.of(Field.Scope.values())), RandomSpans.key(random));
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /// With a value that one of the spans has there, if it has one that can be compared.
  private SpanFilter comparison(Field field) {
    AttributeValue value = FieldValues.of(spans.get(random.nextInt(spans.size())), field);
    while (value instanceof AttributeValue.Array(List<AttributeValue> elements)) {
      value = elements.isEmpty() ? null : elements.get(random.nextInt(elements.size()));
    }
    Comparison comparison = one(List.of(Comparison.values()));
    return switch (value) {
      case AttributeValue.Text(String text) when random.nextInt(4) == 0 ->
          new SpanFilter.TextMatches(field, other -> other.startsWith(text));
      case AttributeValue.Text(String text) -> new SpanFilter.TextIs(field, comparison, text);
      case AttributeValue.Int(long number) -> new SpanFilter.NumberIs(field, comparison, number);
      case AttributeValue.Real(double number) -> new SpanFilter.NumberIs(field, comparison, number);
      case AttributeValue.Bool(boolean bool) -> new SpanFilter.BoolIs(field, comparison, bool);
      case null, default -> any(field, comparison);
    };
  }

  private SpanFilter any(Field field, Comparison comparison) {
    return switch (random.nextInt(3)) {
      case 0 -> new SpanFilter.NumberIs(field, comparison, random.nextLong(600));
      case 1 -> new SpanFilter.NumberIs(field, comparison, random.nextInt(600) + 0.5);
      default -> new SpanFilter.TextIs(field, comparison, RandomSpans.text(random));
    };
  }
}
