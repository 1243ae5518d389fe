package dev.hopwise.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.Field;
import dev.hopwise.store.Field.Intrinsic;
import dev.hopwise.store.Field.Scope;
import dev.hopwise.store.SearchPage;
import dev.hopwise.store.SearchRequest;
import dev.hopwise.store.SearchRequest.Place;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.ValueList;
import dev.hopwise.store.ValuesRequest;
import dev.hopwise.store.memory.FieldValues;
import dev.hopwise.store.memory.ValueOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every {@link dev.hopwise.store.SpanStore} has to answer to searches, compared with looking
/// at every span.
public abstract class SpanSearchContract extends StoreFixture {

  private static final Duration UNLIMITED = Duration.ofMinutes(5);
  private static final int BATCH = 97;

  @Test
  void answersAnyFilterAsTheReferenceDoes() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      append(new RandomSpans(seed).next(700), BATCH);
    }
    RandomGenerator random = new SplittableRandom(11);
    RandomFilters filters = new RandomFilters(random, appended);
    for (int i = 0; i < 250; i++) {
      int limit = 1 + random.nextInt(i % 2 == 0 ? 5 : 2_000);
      check(new SearchRequest(filters.next(2), filters.range(), limit, null, UNLIMITED));
    }
  }

  @Test
  void pagesToTheSameAnswerWhateverTheLimit() throws Exception {
    append(new RandomSpans(5).next(600), BATCH);
    RandomGenerator random = new SplittableRandom(12);
    RandomFilters filters = new RandomFilters(random, appended);
    for (int limit : new int[] {1, 2, 7, 50, 1_000}) {
      SpanFilter filter = limit == 50 ? filters.next(1) : SpanFilter.ALL;
      TimeRange range = limit == 7 ? filters.range() : TimeRange.ALL;
      SearchRequest whole = new SearchRequest(filter, range, limit, null, UNLIMITED);
      assertThat(allPages(whole)).isEqualTo(SearchOracle.expected(appended, whole));
    }
  }

  @Test
  void ordersNewestFirstAndTiesByTraceId() throws Exception {
    List<Span> spans = new ArrayList<>();
    for (long id : new long[] {5, -3, 1, 9}) {
      spans.add(SpanEdits.at(new TraceId(id, 1), 7, RandomSpans.FROM_EPOCH_NANOS + 50));
    }
    spans.add(SpanEdits.at(new TraceId(7, 7), 7, RandomSpans.FROM_EPOCH_NANOS + 51));
    append(spans, 1);
    assertThat(search(SpanFilter.ALL, TimeRange.ALL, 10).places())
        .extracting(place -> place.traceId().high())
        .containsExactly(7L, 1L, 5L, 9L, -3L);
    assertThat(allPages(request(SpanFilter.ALL, TimeRange.ALL, 1))).hasSize(5).isSorted();
  }

  @Test
  void aTraceStandsWhereItsNewestMatchingSpanWithinTheRangeIs() throws Exception {
    long start = RandomSpans.FROM_EPOCH_NANOS;
    TraceId early = new TraceId(1, 1);
    TraceId both = new TraceId(2, 2);
    append(List.of(SpanEdits.at(both, 1, start), SpanEdits.at(both, 2, start + 100)));
    append(List.of(SpanEdits.at(early, 3, start + 50)));
    assertThat(search(SpanFilter.ALL, TimeRange.ALL, 5).places())
        .containsExactly(new Place(start + 100, both), new Place(start + 50, early));
    assertThat(search(SpanFilter.ALL, new TimeRange(start, start + 100), 5).places())
        .containsExactly(new Place(start + 50, early), new Place(start, both));
    assertThat(search(SpanFilter.ALL, new TimeRange(start + 100, start + 101), 5).places())
        .containsExactly(new Place(start + 100, both));
    assertThat(search(SpanFilter.ALL, new TimeRange(start + 50, start + 50), 5).places()).isEmpty();
  }

  @Test
  void saysTruthfullyHowFarItCameWhenTheTimeIsOver() throws Exception {
    append(new RandomSpans(6).next(800), BATCH);
    RandomGenerator random = new SplittableRandom(13);
    RandomFilters filters = new RandomFilters(random, appended);
    for (int i = 0; i < 60; i++) {
      Duration timeLimit = Duration.ofNanos(random.nextLong(3) * random.nextLong(400_000));
      check(new SearchRequest(filters.next(1), filters.range(), 20, null, timeLimit));
    }
  }

  @Test
  void countsWhatItLookedAt() throws Exception {
    append(new RandomSpans(6).next(100));
    SearchPage page = search(SpanFilter.ALL, TimeRange.ALL, 1_000);
    assertThat(page.inspectedSpans()).isBetween(1L, 100L);
    assertThat(page.segmentsRead()).isPositive();
    SearchPage nothing = search(SpanFilter.ALL, new TimeRange(1, 2), 1_000);
    assertThat(nothing.places()).isEmpty();
    assertThat(nothing.more()).isFalse();
    assertThat(nothing.completeFromEpochNanos()).isEqualTo(1);
  }

  @Test
  void listsEveryValueOfAFieldOnce() throws Exception {
    append(new RandomSpans(8).next(500), BATCH);
    List<Field> fields =
        List.of(
            Intrinsic.NAME,
            Intrinsic.SERVICE,
            new Field.AttributeOf(Scope.SPAN, "http.route"),
            new Field.AttributeOf(Scope.SPAN, "http.response.status_code"),
            new Field.AttributeOf(Scope.SPAN, "k1"),
            new Field.AttributeOf(Scope.RESOURCE, "service.name"));
    for (Field field : fields) {
      ValueList values = values(new ValuesRequest.Kind.ValuesOf(field), 100_000);
      assertThat(values.truncated()).isFalse();
      assertThat(values.values())
          .as("%s", field)
          .isSortedAccordingTo(ValueOrder.COMPARATOR)
          .doesNotHaveDuplicates();
      Set<AttributeValue> listed = scalars(values.values().stream());
      assertThat(listed)
          .as("%s", field)
          .containsAll(scalars(sent(field)))
          .isSubsetOf(scalars(sent(field).flatMap(SpanSearchContract::elements)));
    }
  }

  @Test
  void listsEveryKeyOnce() throws Exception {
    append(new RandomSpans(9).next(400), BATCH);
    for (Scope scope : Scope.values()) {
      ValueList keys = values(new ValuesRequest.Kind.Keys(scope), 100_000);
      List<AttributeValue> expected =
          appended.stream()
              .flatMap(span -> FieldValues.keys(span, scope))
              .map(AttributeValue::of)
              .distinct()
              .sorted(ValueOrder.COMPARATOR)
              .toList();
      assertThat(keys.values()).as("%s", scope).isEqualTo(expected);
    }
  }

  @Test
  void cutsAListOfValuesAtItsLimitAndSaysSo() throws Exception {
    append(new RandomSpans(8).next(500), BATCH);
    ValueList values = values(new ValuesRequest.Kind.ValuesOf(Intrinsic.NAME), 3);
    assertThat(values.values()).hasSize(3).isSortedAccordingTo(ValueOrder.COMPARATOR);
    assertThat(values.truncated()).isTrue();
    TimeRange nothing = new TimeRange(1, 2);
    ValuesRequest empty =
        new ValuesRequest(
            new ValuesRequest.Kind.ValuesOf(Intrinsic.NAME), SpanFilter.ALL, nothing, 3);
    assertThat(store.values(empty)).isEqualTo(new ValueList(List.of(), false));
  }

  private void check(SearchRequest request) {
    SearchPage page = store.search(request);
    try {
      SearchOracle.check(appended, request, page);
    } catch (AssertionError e) {
      throw new AssertionError(request + "\nanswered with " + page, e);
    }
  }

  private List<Place> allPages(SearchRequest request) {
    List<Place> places = new ArrayList<>();
    @Nullable Place after = null;
    boolean more = true;
    while (more) {
      SearchRequest next =
          new SearchRequest(
              request.filter(), request.range(), request.limit(), after, request.timeLimit());
      check(next);
      SearchPage page = store.search(next);
      places.addAll(page.places());
      more = page.more();
      after = places.isEmpty() ? null : places.getLast();
    }
    return places;
  }

  private SearchPage search(SpanFilter filter, TimeRange range, int limit) {
    return store.search(request(filter, range, limit));
  }

  private static SearchRequest request(SpanFilter filter, TimeRange range, int limit) {
    return new SearchRequest(filter, range, limit, null, UNLIMITED);
  }

  private ValueList values(ValuesRequest.Kind kind, int limit) {
    return store.values(new ValuesRequest(kind, SpanFilter.ALL, TimeRange.ALL, limit));
  }

  private Stream<AttributeValue> sent(Field field) {
    return appended.stream().flatMap(span -> FieldValues.listed(span, field));
  }

  /// A store may list what an array consists of.
  private static Stream<AttributeValue> elements(AttributeValue value) {
    return value instanceof AttributeValue.Array(List<AttributeValue> elements)
        ? elements.stream().flatMap(SpanSearchContract::elements)
        : Stream.of(value);
  }

  /// Only these have to be listed: arrays, maps, bytes and nothing are of no use in a menu.
  private static Set<AttributeValue> scalars(Stream<AttributeValue> values) {
    Set<AttributeValue> scalars = new TreeSet<>(ValueOrder.COMPARATOR);
    values
        .filter(value ->
            value instanceof AttributeValue.Text
                || value instanceof AttributeValue.Bool
                || value instanceof AttributeValue.Int
                || value instanceof AttributeValue.Real)
        .forEach(scalars::add);
    return scalars;
  }
}
