package dev.hopwise.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.model.rollup.DurationTotals;
import dev.hopwise.model.rollup.RollupRow;
import dev.hopwise.model.rollup.SeriesKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MeasureCutsTest {

  private final Measurements measurements = new Measurements(MeasureLimits.DEFAULT);
  private final Map<SeriesKey, DurationTotals> sums = new HashMap<>();
  private final Map<SeriesKey, Long> errors = new HashMap<>();

  @Test
  void theSumOfTheCutsIsTheWhole() {
    SplittableRandom random = new SplittableRandom(21);
    for (int batch = 0; batch < 300; batch++) {
      List<SpanMaker> spans = new ArrayList<>();
      int count = random.nextInt(1, 30);
      for (int i = 0; i < count; i++) {
        spans.add(span(random, batch * 100L + i));
      }
      measurements.observe(SpanMaker.batch(spans), now(batch));
      if (random.nextInt(5) == 0) {
        cut(now(batch));
      }
    }
    cut(now(300) + ServiceGraph.WAIT_NANOS);
    MeasureSnapshot whole = measurements.snapshot(now(301) + ServiceGraph.WAIT_NANOS);
    for (SpanSeries series : whole.series()) {
      assertSame(
          new SeriesKey.OfSpans(
              series.service(), series.spanName(), series.kind(), series.statusCode()),
          series.durations());
    }
    assertThat(whole.edges()).isNotEmpty();
    for (ServiceEdge edge : whole.edges()) {
      SeriesKey key =
          new SeriesKey.OfEdge(edge.client(), edge.server(), edge.connectionType().label());
      assertSame(key, edge.serverDurations());
      assertThat(errors.get(key)).isEqualTo(edge.failed());
    }
    assertThat(sums).hasSize(whole.series().size() + whole.edges().size());
  }

  private void assertSame(SeriesKey key, HistogramSnapshot whole) {
    DurationTotals sum = sums.get(key);
    assertThat(sum.count()).isEqualTo(whole.count());
    assertThat(sum.sumNanos() / 1e9).isEqualTo(whole.sumSeconds());
    for (double share : new double[] {0, 0.01, 0.5, 0.95, 1}) {
      assertThat(sum.quantileNanos(share) / 1e9)
          .isCloseTo(whole.quantileSeconds(share), org.assertj.core.api.Assertions.within(1e-12));
    }
  }

  @Test
  void aCutHasOnlyWhatWasCountedSinceTheOneBefore() {
    measurements.observe(
        SpanMaker.batch(
            SpanMaker.span("a", "GET").took(Duration.ofMillis(3)),
            SpanMaker.span("b", "GET").status(StatusCode.ERROR).state("ot=th:c")),
        SpanMaker.NOW);
    assertThat(measurements.cut(SpanMaker.NOW)).hasSize(2);
    assertThat(measurements.cut(SpanMaker.NOW)).isEmpty();
    measurements.observe(
        SpanMaker.batch(
            SpanMaker.span("b", "GET")
                .status(StatusCode.ERROR)
                .took(Duration.ofNanos(-1))
                .state("ot=th:c")),
        SpanMaker.NOW);
    List<RollupRow> rows = measurements.cut(SpanMaker.NOW);
    assertThat(rows)
        .containsExactly(
            new RollupRow(
                new SeriesKey.OfSpans("b", "GET", SpanKind.INTERNAL, StatusCode.ERROR),
                4,
                new DurationCounts().reset(4, 0),
                new DurationCounts().reset(4, 0)));
  }

  @Test
  void everySeriesIsInTheCutHoweverMany() {
    List<SpanMaker> spans = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      spans.add(SpanMaker.span("service " + i % 20, "name " + i / 20));
    }
    measurements.observe(SpanMaker.batch(spans), SpanMaker.NOW);
    assertThat(measurements.cut(SpanMaker.NOW)).hasSize(1_000);
  }

  @Test
  void theBucketsAreThoseOfTheRollups() {
    assertThat(DurationCounts.SCALE).isEqualTo(ExponentialBuckets.SCALE);
    assertThat(DurationCounts.RELATIVE_ERROR).isEqualTo(ExponentialBuckets.RELATIVE_ERROR);
    for (int index = -479; index < 500; index++) {
      assertThat(DurationCounts.middleNanos(index) / 1e9)
          .isEqualTo(
              ExponentialBuckets.middleSeconds(index),
              org.assertj.core.api.Assertions.within(
                  1e-9 * ExponentialBuckets.middleSeconds(index)));
    }
  }

  @Test
  void tellsUnderWhichNamesASpanIsMeasured() {
    assertThat(Measurements.spanNameLabels("GET /orders/4711"))
        .containsExactlyInAnyOrder("GET /orders/4711", "GET /orders/{id}");
    assertThat(Measurements.spanNameLabels("GET /cart")).containsExactly("GET /cart");
    assertThat(Measurements.serviceLabel("ä".repeat(200))).isEqualTo("ä".repeat(80));
  }

  private void cut(long now) {
    for (RollupRow row : measurements.cut(now)) {
      sums.computeIfAbsent(row.key(), _ -> new DurationTotals()).add(row.durations());
      errors.merge(row.key(), row.errors(), Long::sum);
    }
  }

  private static long now(int batch) {
    return SpanMaker.NOW + batch * 1_000_000_000L;
  }

  private static SpanMaker span(SplittableRandom random, long id) {
    SpanMaker span =
        SpanMaker.span("service-" + random.nextInt(4), "name-" + random.nextInt(6))
            .kind(SpanKind.ofNumber(random.nextInt(6)))
            .status(StatusCode.ofNumber(random.nextInt(3)))
            .ids(id / 7, id, random.nextBoolean() ? 0 : id - 1)
            .took(Duration.ofNanos((long) Math.exp(random.nextDouble(0, 30)) - 2));
    return random.nextInt(3) == 0 ? span.state("ot=th:8") : span.with("db.namespace", "db");
  }
}
