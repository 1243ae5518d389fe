package dev.hopwise.measure;

import static dev.hopwise.measure.SpanMaker.NOW;
import static dev.hopwise.measure.SpanMaker.batch;
import static dev.hopwise.measure.SpanMaker.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class MeasurementsTest {

  private static final MeasureLimits SMALL = new MeasureLimits(3, 4, 6, 8, 12, 20, 4, 8);

  private final Measurements measurements = new Measurements(MeasureLimits.DEFAULT);

  @Test
  void countsEverySpanOnceWhereItBelongs() {
    SplittableRandom random = new SplittableRandom(4);
    Map<String, Long> calls = new HashMap<>();
    Map<String, Double> seconds = new HashMap<>();
    for (int request = 0; request < 60; request++) {
      List<SpanMaker> spans = new ArrayList<>();
      for (int i = random.nextInt(40); i >= 0; i--) {
        SpanMaker span =
            span("service-" + random.nextInt(7), "GET /" + random.nextInt(50))
                .kind(SpanKind.ofNumber(random.nextInt(6)))
                .status(StatusCode.ofNumber(random.nextInt(3)))
                .took(Duration.ofNanos(random.nextLong(10_000_000_000L)));
        spans.add(span);
        calls.merge(key(span), 1L, Long::sum);
        seconds.merge(key(span), span.durationNanos() / 1e9, Double::sum);
      }
      measurements.observe(batch(spans), NOW);
    }
    MeasureSnapshot snapshot = measurements.snapshot(NOW);
    Map<String, Long> measured = new HashMap<>();
    for (SpanSeries each : snapshot.series()) {
      String key = each.service() + each.spanName() + each.kind() + each.statusCode();
      assertThat(measured.put(key, each.durations().count())).isNull();
      assertThat(each.durations().sumSeconds()).isCloseTo(seconds.get(key), within(1e-9));
    }
    assertThat(measured).isEqualTo(calls);
    assertThat(snapshot.observedSpans())
        .isEqualTo(calls.values().stream().mapToLong(Long::longValue).sum());
    assertThat(snapshot.folded()).isEmpty();
  }

  private static String key(SpanMaker span) {
    return span.service() + span.name() + span.kind() + span.status();
  }

  @Test
  void weighsASpanByItsHeadsProbability() {
    measurements.observe(
        batch(
            span("cart", "GET").state("ot=th:8").took(Duration.ofSeconds(3)), span("cart", "GET")),
        NOW);
    SpanSeries series = measurements.snapshot(NOW).series().getFirst();
    assertThat(series.durations().count()).isEqualTo(3);
    assertThat(series.durations().sumSeconds()).isEqualTo(6.001);
    assertThat(measurements.snapshot(NOW).observedSpans()).isEqualTo(2);
  }

  @Test
  void aSpanWithoutAServiceIsOfTheUnknownOne() {
    measurements.observe(batch(span("", "GET")), NOW);
    assertThat(measurements.snapshot(NOW).series().getFirst().service())
        .isEqualTo("unknown_service");
  }

  @Test
  void aDurationBelowZeroCountsAsZero() {
    measurements.observe(batch(span("cart", "GET").took(Duration.ofSeconds(-3))), NOW);
    HistogramSnapshot durations = measurements.snapshot(NOW).series().getFirst().durations();
    assertThat(durations.inBucket(0)).isEqualTo(1);
    assertThat(durations.sumSeconds()).isZero();
    assertThat(durations.quantileSeconds(0.5)).isZero();
  }

  @Test
  void templatesTheNamesOfAServiceThatHasTooMany() {
    observeUuids("cart", 500);
    measurements.observe(batch(span("auth", "GET /login/4711")), NOW);
    MeasureSnapshot snapshot = measurements.snapshot(NOW);
    Map<String, Long> cart = callsByName(snapshot, "cart");
    assertThat(cart).hasSize(101).containsEntry("GET /orders/{id}", 400L);
    assertThat(callsByName(snapshot, "auth")).containsOnly(Map.entry("GET /login/4711", 1L));
    assertThat(snapshot.folded()).hasSize(1);
    FoldedNames folded = snapshot.folded().getFirst();
    assertThat(folded.service()).isEqualTo("cart");
    assertThat(folded.example()).startsWith("GET /orders/").doesNotContain("{id}");
    assertThat(folded.templatedSpans()).isEqualTo(400);
    assertThat(folded.otherSpans()).isZero();
    assertThat(folded.names()).isEqualTo(101);
  }

  @Test
  void aNameKnownBeforeTheLimitStaysItself() {
    measurements.observe(batch(span("cart", "GET /orders/1")), NOW);
    observeUuids("cart", 300);
    measurements.observe(batch(span("cart", "GET /orders/1")), NOW);
    assertThat(callsByName(measurements.snapshot(NOW), "cart"))
        .containsEntry("GET /orders/1", 2L)
        .containsEntry("GET /orders/{id}", 201L);
  }

  private void observeUuids(String service, int count) {
    for (int i = 0; i < count; i++) {
      UUID id = new UUID(i * 0x9E3779B97F4A7C15L, i);
      measurements.observe(batch(span(service, "GET /orders/" + id)), NOW);
    }
  }

  @Test
  void foldsWhatNoTemplateMakesFewerAndKeepsKindAndStatus() {
    Measurements small = new Measurements(SMALL);
    for (char c = 'a'; c < 'z'; c++) {
      small.observe(batch(span("cart", "word " + c).status(StatusCode.ERROR)), NOW);
    }
    MeasureSnapshot snapshot = small.snapshot(NOW);
    assertThat(callsByName(snapshot, "cart"))
        .hasSize(7)
        .containsEntry(MeasureLimits.OTHER, 19L)
        .containsEntry("word f", 1L);
    assertThat(snapshot.series())
        .filteredOn(s -> s.spanName().equals(MeasureLimits.OTHER))
        .allMatch(s -> s.statusCode() == StatusCode.ERROR);
    assertThat(snapshot.folded()).containsExactly(new FoldedNames("cart", "word e", 6, 2, 19));
  }

  @Test
  void limitsTheSeriesOfAServiceAndOfAll() {
    Measurements small = new Measurements(SMALL);
    for (String service : List.of("a", "b", "c")) {
      for (int i = 0; i < 18; i++) {
        SpanMaker span = span(service, "GET").kind(SpanKind.ofNumber(i % 6));
        small.observe(batch(span.status(StatusCode.ofNumber(i / 6))), NOW);
      }
    }
    MeasureSnapshot snapshot = small.snapshot(NOW);
    assertThat(callsByName(snapshot, "a")).containsOnly(entry("GET", 8), entry("(other)", 10));
    assertThat(callsByName(snapshot, "b")).containsOnly(entry("GET", 4), entry("(other)", 14));
    assertThat(callsByName(snapshot, "c")).containsOnly(entry("(other)", 18));
    assertThat(snapshot.folded())
        .extracting(FoldedNames::otherSpans)
        .containsExactly(10L, 14L, 18L);
  }

  @Test
  void servicesBeyondTheLimitAreMeasuredTogether() {
    Measurements small = new Measurements(SMALL);
    for (int i = 0; i < 10; i++) {
      small.observe(batch(span("service-" + i, "GET " + i)), NOW);
    }
    small.observe(batch(span("service-2", "GET 2")), NOW);
    MeasureSnapshot snapshot = small.snapshot(NOW);
    assertThat(callsByName(snapshot, "service-2")).containsOnly(entry("GET 2", 2));
    assertThat(callsByName(snapshot, "(other)")).containsOnly(entry("(other)", 7));
    assertThat(snapshot.folded())
        .containsExactly(new FoldedNames(MeasureLimits.OTHER, "", 0, 0, 7));
  }

  private static Map.Entry<String, Long> entry(String name, long calls) {
    return Map.entry(name, calls);
  }

  @Test
  void cutsNamesAtWholeCharacters() {
    Measurements small = new Measurements(SMALL);
    small.observe(batch(span("cart", "ä".repeat(30)), span("x".repeat(30), "GET")), NOW);
    MeasureSnapshot snapshot = small.snapshot(NOW);
    assertThat(callsByName(snapshot, "cart")).containsOnlyKeys("ä".repeat(10));
    assertThat(callsByName(snapshot, "x".repeat(20))).containsOnlyKeys("GET");
  }

  @Test
  void namesThatReadAlikeAreOneSeries() {
    for (byte wrong : new byte[] {(byte) 0xFF, (byte) 0xFE}) {
      SpanBatch batch = batch(span("cart", "GET ?"));
      batch.bytes[batch.nameOffset[0] + 4] = wrong;
      measurements.observe(batch, NOW);
    }
    measurements.observe(batch(span("cart", "GET \uFFFD")), NOW);
    assertThat(callsByName(measurements.snapshot(NOW), "cart"))
        .containsOnly(entry("GET \uFFFD", 3));
  }

  @Test
  void onlyKeptTracesAreExemplars() {
    SpanBatch observed =
        batch(
            span("cart", "GET").ids(1, 1, 0).took(Duration.ofMillis(3)),
            span("cart", "GET").ids(2, 2, 0).took(Duration.ofMillis(50)));
    SpanBatch kept = new SpanBatch();
    kept.selectFrom(observed, new int[] {1}, 1);
    measurements.observe(observed, NOW);
    measurements.kept(kept, NOW);
    assertThat(exemplars())
        .containsExactly(new Exemplar(new TraceId(2, 2), 2, NOW, 50_000_000, NOW));
    measurements.observe(observed, NOW);
    measurements.kept(observed, NOW + 1);
    assertThat(exemplars())
        .containsExactly(
            new Exemplar(new TraceId(1, 1), 1, NOW, 3_000_000, NOW + 1),
            new Exemplar(new TraceId(2, 2), 2, NOW, 50_000_000, NOW + 1));
  }

  @Test
  void anExemplarIsNotShownForLong() {
    SpanBatch batch = batch(span("cart", "GET"));
    measurements.observe(batch, NOW);
    measurements.kept(batch, NOW);
    assertThat(exemplars()).hasSize(1);
    assertThat(measurements.snapshot(NOW + Published.SHOWN_NANOS).series().getFirst().exemplars())
        .containsOnlyNulls();
  }

  @Test
  void anExemplarOlderThanAllThatIsStoredIsNotPublished() {
    keep(span("cart", "GET").ids(1, 1, 0));
    Published held = new Published(NOW, NOW);
    Published givenUp = new Published(NOW, NOW + 1);
    assertThat(measurements.snapshot(held).series().getFirst().exemplars())
        .anyMatch(exemplar -> exemplar != null);
    assertThat(measurements.snapshot(givenUp).series().getFirst().exemplars()).containsOnlyNulls();
    assertThat(measurements.exemplars(0, 10, held).exemplars()).hasSize(1);
    assertThat(measurements.exemplars(0, 10, givenUp).exemplars()).isEmpty();
  }

  @Test
  void aWithdrawnTraceIsNowhereAnExemplarAndOthersStay() {
    keep(
        span("cart", "GET").ids(1, 1, 0),
        span("cart", "PUT").ids(1, 2, 1),
        span("cart", "DELETE").ids(2, 3, 0));
    measurements.withdraw(Set.of(new TraceId(1, 1)));
    assertThat(measurements.exemplars(0, 10, Published.at(NOW)).exemplars())
        .extracting(Exemplar::traceId)
        .containsExactly(new TraceId(2, 2));
  }

  @Test
  void exemplarsAreHandedOutInTurnsEachTraceOnce() {
    for (int trace = 1; trace <= 5; trace++) {
      keep(
          span("cart", "GET " + trace).ids(trace, 1, 0),
          span("cart", "GET " + trace).ids(trace, 2, 1).took(Duration.ofSeconds(1)));
    }
    List<Long> seen = new ArrayList<>();
    int next = 0;
    do {
      Measurements.Round round = measurements.exemplars(next, 2, Published.at(NOW));
      assertThat(round.exemplars()).hasSizeLessThanOrEqualTo(2);
      round.exemplars().forEach(exemplar -> seen.add(exemplar.traceId().low()));
      next = round.nextSeries();
    } while (next != 0);
    assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  private void keep(SpanMaker... spans) {
    SpanBatch batch = batch(spans);
    measurements.observe(batch, NOW);
    measurements.kept(batch, NOW);
  }

  @Test
  void aKeptBatchOfSpansNeverObservedAddsNothing() {
    measurements.kept(batch(span("cart", "GET")), NOW);
    assertThat(measurements.snapshot(NOW).series()).isEmpty();
    measurements.observe(batch(span("cart", "GET")), NOW);
    measurements.kept(batch(span("cart", "PUT"), span("new", "GET")), NOW);
    assertThat(measurements.snapshot(NOW).series()).hasSize(1);
    assertThat(exemplars()).isEmpty();
  }

  private List<Exemplar> exemplars() {
    return measurements.snapshot(NOW).series().getFirst().exemplars().stream()
        .filter(e -> e != null)
        .toList();
  }

  @Test
  void aSnapshotHoldsWholeBatches() throws Exception {
    SpanBatch batch = batch(span("a", "GET"), span("b", "GET"), span("c", "GET"));
    measurements.observe(batch, NOW);
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < 20_000; i++) {
                measurements.observe(batch, NOW);
              }
              done.set(true);
            });
    while (!done.get()) {
      MeasureSnapshot snapshot = measurements.snapshot(NOW);
      assertThat(snapshot.series())
          .allMatch(s -> s.durations().count() * 3 == snapshot.observedSpans());
    }
    writer.join();
    assertThat(measurements.snapshot(NOW).observedSpans()).isEqualTo(60_003);
  }

  @Test
  void staysWithinItsLimitsWhateverIsSent() {
    Measurements small = new Measurements(SMALL);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 3_000; i++) {
      small.observe(
          batch(
              span("s" + random.nextInt(100), "GET /" + random.nextInt())
                  .kind(SpanKind.ofNumber(random.nextInt(6)))
                  .status(StatusCode.ofNumber(random.nextInt(3)))
                  .ids(random.nextLong(5), random.nextLong(1, 9), random.nextLong(9))
                  .with("server.address", "host-" + random.nextInt())),
          NOW + i * 100_000_000L);
    }
    MeasureSnapshot snapshot = small.snapshot(NOW);
    assertThat(snapshot.series().size())
        .isLessThanOrEqualTo(SMALL.seriesMax() + (SMALL.servicesMax() + 1) * 18);
    assertThat(snapshot.series().stream().mapToLong(s -> s.durations().count()).sum())
        .isEqualTo(3_000);
    assertThat(snapshot.edges().size())
        .isBetween(SMALL.edgesMax() + 1, SMALL.edgesMax() + ConnectionType.values().length);
    assertThat(snapshot.graph().pending()).isLessThanOrEqualTo(SMALL.pendingSpansMax());
  }

  private static Map<String, Long> callsByName(MeasureSnapshot snapshot, String service) {
    Map<String, Long> calls = new HashMap<>();
    for (SpanSeries each : snapshot.series()) {
      if (each.service().equals(service)) {
        calls.merge(each.spanName(), each.durations().count(), Long::sum);
      }
    }
    return calls;
  }
}
