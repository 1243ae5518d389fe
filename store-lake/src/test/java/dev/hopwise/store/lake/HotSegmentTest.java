package dev.hopwise.store.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.otlp.SpanDecoder;
import dev.hopwise.store.Field;
import dev.hopwise.store.SearchRequest.Place;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.ValuesRequest;
import dev.hopwise.store.ValuesRequest.Kind;
import dev.hopwise.store.memory.FieldValues;
import dev.hopwise.store.memory.SpanMatcher;
import dev.hopwise.testkit.Batches;
import dev.hopwise.testkit.RandomSpans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HotSegmentTest {

  private static final int ALL = 1 << 20;

  @Test
  void findsWhatANaiveLookAtEverySpanFinds() {
    int matching = 0;
    for (int seed = 0; seed < 20; seed++) {
      List<Span> spans = new RandomSpans(seed).next(400);
      HotSegment segment = new HotSegment(Builders.of(spans));
      SplittableRandom random = new SplittableRandom(seed);
      RandomFilters filters = new RandomFilters(random, spans);
      for (int i = 0; i < 150; i++) {
        SpanFilter filter = filters.next(2);
        TimeRange range = random.nextInt(3) == 0 ? someRange(random) : TimeRange.ALL;
        List<Place> expected = naive(spans, filter, range);
        assertThat(search(segment, filter, range))
            .as("seed %d, %s in %s", seed, filter, range)
            .isEqualTo(expected);
        matching += expected.isEmpty() ? 0 : 1;
      }
    }
    assertThat(matching).isGreaterThan(500);
  }

  @Test
  void listsWhatANaiveLookAtEverySpanLists() {
    for (int seed = 0; seed < 10; seed++) {
      List<Span> spans = new RandomSpans(seed).next(300);
      HotSegment segment = new HotSegment(Builders.of(spans));
      SplittableRandom random = new SplittableRandom(seed);
      RandomFilters filters = new RandomFilters(random, spans);
      for (int i = 0; i < 60; i++) {
        Field field = filters.field();
        SpanFilter filter = random.nextBoolean() ? SpanFilter.ALL : filters.next(1);
        Kind kind =
            random.nextInt(3) == 0 && field instanceof Field.AttributeOf(var scope, var _)
                ? new Kind.Keys(scope)
                : new Kind.ValuesOf(field);
        ValueSink found = new ValueSink(ALL);
        segment.values(new ValuesRequest(kind, filter, TimeRange.ALL, ALL), found, budget());
        assertThat(Set.copyOf(found.values()))
            .as("seed %d, %s of %s", seed, kind, filter)
            .isEqualTo(naiveValues(spans, kind, filter));
      }
    }
  }

  @Test
  void findsTextsThatWereAppendedWithoutLookingThemUp() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      Attribute attribute =
          new Attribute("order.id", AttributeValue.of(i < 3_900 ? "order " + i : "late"));
      spans.add(RandomSpans.bare(Attributes.of(attribute)));
    }
    SegmentBuilder builder = Builders.of(spans);
    assertThat(builder.isInterned(builder.keys().find("order.id"))).isFalse();
    SpanFilter filter =
        new SpanFilter.TextIs(
            new Field.AttributeOf(Field.Scope.SPAN, "order.id"),
            SpanFilter.Comparison.EQUAL,
            "late");
    BitSet late = new BitSet();
    late.set(3_900, builder.rows());
    assertThat(matching(filter, builder, builder.rows())).isEqualTo(late);
  }

  @Test
  void findsEverySpanOfATrace() {
    List<Span> spans = new RandomSpans(9).next(1_000);
    HotSegment segment = new HotSegment(Builders.of(spans));
    for (int i = 0; i < spans.size(); i += 50) {
      TraceId id = spans.get(i).traceId();
      List<Span> found = new ArrayList<>();
      segment.trace(id, found::add);
      assertThat(found)
          .containsExactlyInAnyOrderElementsOf(
              spans.stream().filter(s -> s.traceId().equals(id)).toList());
    }
    segment.trace(new TraceId(1, 2), span -> assertThat(span).isNull());
  }

  @Test
  void showsWholeRowsToReadersWhileItIsWritten() throws Exception {
    SegmentBuilder builder = Builders.empty();
    List<SpanBatch> batches = new ArrayList<>();
    RandomSpans random = new RandomSpans(11);
    for (int i = 0; i < 60; i++) {
      batches.add(Batches.of(random.next(100)));
    }
    List<Span> expected = new ArrayList<>();
    batches.forEach(batch -> expected.addAll(new SpanDecoder().decode(batch)));
    AtomicBoolean done = new AtomicBoolean();
    try (var readers = Executors.newFixedThreadPool(2)) {
      List<Future<Integer>> results =
          Stream.generate(() -> readers.submit(reader(builder, expected, done))).limit(2).toList();
      for (SpanBatch batch : batches) {
        Builders.append(builder, batch);
      }
      done.set(true);
      for (Future<Integer> result : results) {
        assertThat(result.get()).isPositive();
      }
    }
    assertThat(builder.rows()).isEqualTo(expected.size());
  }

  /// Compares the newest rows, and a search over what was there when it began.
  private static Callable<Integer> reader(
      SegmentBuilder builder, List<Span> expected, AtomicBoolean done) {
    return () -> {
      RowDecoder decoder = new RowDecoder(builder);
      SpanFilter filter =
          new SpanFilter.TextIs(
              new Field.AttributeOf(Field.Scope.ANY, "k7"), SpanFilter.Comparison.EQUAL, "v1");
      int compared = 0;
      boolean last;
      do {
        last = done.get();
        int rows = builder.rows();
        for (int row = Math.max(0, rows - 20); row < rows; row++) {
          assertThat(decoder.span(row)).isEqualTo(expected.get(row));
          compared++;
        }
        BitSet matches = matching(filter, builder, rows);
        for (int row = 0; row < rows; row += 7) {
          assertThat(matches.get(row)).isEqualTo(SpanMatcher.matches(filter, expected.get(row)));
        }
        TraceId id = expected.get(rows / 2).traceId();
        List<Span> found = new ArrayList<>();
        new HotSegment(builder).trace(id, found::add);
        assertThat(found)
            .containsAll(
                expected.subList(0, rows).stream().filter(s -> s.traceId().equals(id)).toList());
      } while (!last);
      return compared;
    };
  }

  /// Asked of every row, and of every third one.
  private static BitSet matching(SpanFilter filter, SegmentBuilder builder, int rows) {
    HotTest test = HotFilter.of(filter, builder);
    BitSet all = new BitSet();
    all.set(0, rows);
    test.retain(0, all);
    BitSet some = new BitSet();
    IntStream.iterate(0, row -> row < rows, row -> row + 3).forEach(some::set);
    BitSet expected = (BitSet) some.clone();
    expected.and(all);
    test.retain(0, some);
    assertThat(some).isEqualTo(expected);
    return all;
  }

  private static TimeRange someRange(SplittableRandom random) {
    long from = RandomSpans.FROM_EPOCH_NANOS + random.nextLong(7_200_000_000_000L);
    return new TimeRange(from, from + random.nextLong(3_600_000_000_000L));
  }

  private static ReadBudget budget() {
    return new ReadBudget(Duration.ofMinutes(5));
  }

  private static List<Place> search(HotSegment segment, SpanFilter filter, TimeRange range) {
    TopPlaces found = new TopPlaces(ALL, null);
    segment.search(filter, range, found, budget());
    return found.places();
  }

  private static List<Place> naive(List<Span> spans, SpanFilter filter, TimeRange range) {
    Map<TraceId, Long> newest =
        spans.stream()
            .filter(span -> range.contains(span.startEpochNanos()))
            .filter(span -> SpanMatcher.matches(filter, span))
            .collect(
                Collectors.toMap(
                    Span::traceId, Span::startEpochNanos, BinaryOperator.maxBy(Long::compare)));
    return newest.entrySet().stream()
        .map(e -> new Place(e.getValue(), e.getKey()))
        .sorted()
        .toList();
  }

  private static Set<AttributeValue> naiveValues(List<Span> spans, Kind kind, SpanFilter filter) {
    Set<AttributeValue> values = new HashSet<>();
    for (Span span : spans) {
      if (SpanMatcher.matches(filter, span)) {
        switch (kind) {
          case Kind.Keys(var scope) ->
              FieldValues.keys(span, scope).map(AttributeValue::of).forEach(values::add);
          case Kind.ValuesOf(var field) -> {
            AttributeValue value = FieldValues.of(span, field);
            if (value instanceof AttributeValue.Array(var elements)) {
              values.addAll(elements);
            } else if (value != null) {
              values.add(value);
            }
          }
        }
      }
    }
    return values;
  }
}
