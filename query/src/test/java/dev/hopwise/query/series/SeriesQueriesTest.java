package dev.hopwise.query.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.model.rollup.RollupRow;
import dev.hopwise.model.rollup.SeriesKey;
import dev.hopwise.query.QueryLimits;
import dev.hopwise.query.QueryRefusedException;
import dev.hopwise.query.QueryService;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.memory.MemorySpanStore;
import dev.hopwise.store.rollup.RollupRetention;
import dev.hopwise.store.rollup.memory.MemoryRollupStore;
import dev.hopwise.testkit.Batches;
import dev.hopwise.testkit.RandomSpans;
import dev.hopwise.testkit.TestClock;
import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.TraceView;
import dev.hopwise.traceql.series.Estimate;
import dev.hopwise.traceql.series.Room;
import dev.hopwise.traceql.series.SeriesEvaluator;
import dev.hopwise.traceql.series.SeriesGrid;
import dev.hopwise.traceql.series.TimeSeries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeriesQueriesTest {

  private static final long SEED = 20261127;
  private static final int QUERIES = 300;
  private static final long SECOND = 1_000_000_000L;
  private static final long START_SECONDS = RandomSpans.FROM_EPOCH_NANOS / SECOND / 3_600 * 3_600;

  private final Random random = new Random(SEED);
  private final TestClock clock = new TestClock(Instant.ofEpochSecond(START_SECONDS + 7_200));
  private final MemorySpanStore store = new MemorySpanStore();
  private final MemoryRollupStore rollups =
      new MemoryRollupStore(
          new RollupRetention(Duration.ofDays(2), Duration.ofDays(90), Long.MAX_VALUE), clock);

  private SeriesQueries engine(Clock time, QueryLimits limits) {
    return new SeriesQueries(new QueryService(store, time, limits), rollups);
  }

  private SeriesAnswer ask(String query, SeriesGrid grid, int exemplars) {
    return engine(clock, QueryLimits.DEFAULT)
        .answer(new SeriesQuestion(TraceQl.parseMetrics(query), grid, 1_000, exemplars));
  }

  @Test
  void answersWhatTheEvaluatorSaysOfAllTraces() {
    List<Span> spans = new RandomSpans(SEED).next(600);
    store.append(Batches.of(spans), JournalPosition.at(1));
    List<TraceView> traces =
        spans.stream().collect(Collectors.groupingBy(Span::traceId)).keySet().stream()
            .map(id -> store.findTrace(id, dev.hopwise.store.TimeRange.ALL).orElseThrow())
            .map(trace -> TraceView.of(trace.spans()))
            .toList();
    long points = 0;
    for (int i = 0; i < QUERIES; i++) {
      String text = query();
      long from = RandomSpans.FROM_EPOCH_NANOS + random.nextLong(3_600 * SECOND);
      long to = from + 1 + random.nextLong(3 * 3_600 * SECOND);
      SeriesGrid grid =
          random.nextInt(4) == 0
              ? SeriesGrid.instant(from, to)
              : SeriesGrid.range(from, to, (1L + random.nextInt(40)) * 60 * SECOND);
      SeriesEvaluator meaning =
          new SeriesEvaluator(TraceQl.parseMetrics(text), grid, new Room(10_000, 256L << 20), 0);
      traces.forEach(meaning::add);
      SeriesAnswer answer = ask(text, grid, 0);
      String about = "seed " + SEED + ", query " + i + ": " + text + " on " + grid;
      assertThat(answer.shortcomings()).as(about).isEmpty();
      assertThat(answer.source()).isEqualTo(SeriesAnswer.Source.SPANS);
      points += assertSame(about, answer.series(), meaning.series());
    }
    assertThat(points).as("the queries must say something").isGreaterThan(1_000);
  }

  private static long assertSame(String about, List<TimeSeries> actual, List<TimeSeries> expected) {
    Map<String, TimeSeries> byLabels = new TreeMap<>();
    expected.forEach(each -> byLabels.put(each.labels().toString(), each));
    assertThat(actual)
        .as(about)
        .extracting(each -> each.labels().toString())
        .containsExactlyInAnyOrderElementsOf(byLabels.keySet());
    long points = 0;
    for (TimeSeries each : actual) {
      List<@Nullable Estimate> others =
          Objects.requireNonNull(byLabels.get(each.labels().toString())).points();
      for (int step = 0; step < others.size(); step++) {
        @Nullable Estimate a = each.points().get(step);
        @Nullable Estimate b = others.get(step);
        assertThat(a == null).as(about).isEqualTo(b == null);
        if (a != null && b != null) {
          near(about, a.value(), b.value());
          near(about, a.low(), b.low());
          near(about, a.high(), b.high());
          assertThat(a.n()).as(about).isEqualTo(b.n());
          points += a.n() > 0 ? 1 : 0;
        }
      }
    }
    return points;
  }

  /// Spans come in another order, so that sums are rounded otherwise.
  private static void near(String about, double a, double b) {
    if (Double.isNaN(b)) {
      assertThat(a).as(about).isNaN();
    } else {
      assertThat(a).as(about).isEqualTo(b, within(Math.abs(b) * 1e-6 + 1e-6));
    }
  }

  private String query() {
    String one = pipeline() + " | " + function() + by() + stages();
    return switch (random.nextInt(8)) {
      case 0 -> "(" + one + ") / (" + pipeline() + " | rate())";
      case 1 -> "(" + one + ") * 100 + (" + pipeline() + " | count_over_time()" + by() + ")";
      case 2 -> pipeline() + " | compare({ " + condition() + " }, " + (1 + random.nextInt(4)) + ")";
      default -> one;
    };
  }

  private String pipeline() {
    return switch (random.nextInt(7)) {
      case 0 -> "{ }";
      case 1 -> "{ " + condition() + " } | { " + condition() + " }";
      case 2 -> "{ " + condition() + " } >> { }";
      case 3 -> "{ " + condition() + " } | count() > " + random.nextInt(2);
      case 4 -> "{ " + condition() + " && " + condition() + " }";
      default -> "{ " + condition() + " }";
    };
  }

  private String condition() {
    return pick(
        "true",
        "status != ok",
        "kind = server",
        "duration > 100ms",
        "name != \"v1\"",
        "resource.service.name = \"s1\"",
        "resource.service.name =~ \"s.*\"",
        attribute() + " != nil",
        attribute() + " = nil",
        attribute() + " > 5",
        attribute() + " != \"v2\"",
        attribute() + " =~ \"v.*\"",
        "!(" + attribute() + " = true)",
        "nestedSetParent < 0",
        "rootName != \"v1\"",
        attribute() + " + 1 > 5",
        "trace:id != \"00\"");
  }

  private String function() {
    String field = pick("duration", "duration", attribute(), "traceDuration", "nestedSetLeft");
    return switch (random.nextInt(8)) {
      case 0 -> "rate()";
      case 1 -> "count_over_time()";
      case 2 -> "min_over_time(" + field + ")";
      case 3 -> "max_over_time(" + field + ")";
      case 4 -> "sum_over_time(" + field + ")";
      case 5 -> "avg_over_time(" + field + ")";
      case 6 -> "histogram_over_time(" + field + ")";
      default -> "quantile_over_time(" + field + ", 0.5, 0.99)";
    };
  }

  private String by() {
    return pick(
        "",
        "",
        " by (resource.service.name)",
        " by (name, status)",
        " by (kind, " + attribute() + ")",
        " by (" + attribute() + ")",
        " by (rootServiceName)",
        " by (instrumentation:name, statusMessage)");
  }

  private String stages() {
    return pick("", "", "", " | topk(2)", " > 1");
  }

  private String attribute() {
    String key =
        random.nextInt(2) == 0
            ? pick("http.route", "http.response.status_code", "db.system.name", "tenant.id")
            : "k" + random.nextInt(40);
    return pick(".", "span.", "resource.", "event.", "instrumentation.") + key;
  }

  private String pick(String... options) {
    return options[random.nextInt(options.length)];
  }

  /// Ten services' worth of counts in stretches of ten seconds for half an hour.
  private Map<String, double[]> cuts(SeriesGrid grid, String... names) {
    Map<String, double[]> truth = new TreeMap<>();
    for (int i = 0; i < 180; i++) {
      long start = START_SECONDS + i * 10L;
      java.util.ArrayList<RollupRow> rows = new java.util.ArrayList<>();
      for (int service = 0; service < 3; service++) {
        for (String name : names) {
          long count = 1L + random.nextInt(50);
          String serviceName = "s" + service;
          rows.add(
              RollupRow.ofSpans(
                  new SeriesKey.OfSpans(serviceName, name, SpanKind.SERVER, StatusCode.UNSET),
                  new DurationCounts().reset(0, count).add(3, count)));
          int step = grid.stepOf(start * SECOND + 1);
          if (step >= 0) {
            truth.computeIfAbsent(serviceName, _ -> new double[grid.steps()])[step] += count;
          }
        }
      }
      rollups.append(new RollupCut(start, 10_000, rows));
    }
    return truth;
  }

  private static SeriesGrid halfHour(int stepSeconds) {
    return SeriesGrid.range(
        (START_SECONDS + 60) * SECOND, (START_SECONDS + 1_800) * SECOND, stepSeconds * SECOND);
  }

  @Test
  void countsByWhatRollupsKnowAreThoseOfAllSpans() {
    SeriesGrid grid = halfHour(60);
    Map<String, double[]> truth = cuts(grid, "GET /", "POST /");
    SeriesAnswer answer =
        ask("{ kind = server } | count_over_time() by (resource.service.name)", grid, 0);
    assertThat(answer.source()).isEqualTo(SeriesAnswer.Source.ROLLUPS);
    assertThat(answer.resolutionSeconds()).isEqualTo(60);
    assertThat(answer.series()).hasSize(3);
    for (TimeSeries each : answer.series()) {
      String service = ((dev.hopwise.traceql.Value.Text) each.labels().getFirst().value()).text();
      for (int step = 0; step < grid.steps(); step++) {
        Estimate point = Objects.requireNonNull(each.points().get(step));
        assertThat(point.value())
            .isEqualTo(Objects.requireNonNull(truth.get(service))[step], within(1e-9));
        assertThat(point.isExact()).isTrue();
      }
    }
    assertThat(ask("{ status = error } | rate()", grid, 0).series().getFirst().points())
        .allMatch(point -> point != null && point.value() == 0);
  }

  @Test
  void aStretchInTwoStepsIsDividedByTime() {
    SeriesGrid grid = halfHour(15);
    cuts(grid, "GET /");
    SeriesAnswer fine = ask("{ } | count_over_time()", grid, 0);
    assertThat(fine.resolutionSeconds()).isEqualTo(10);
    SeriesAnswer coarse = ask("{ } | count_over_time()", halfHour(30), 0);
    double[] sums = new double[coarse.grid().steps()];
    for (int step = 2; step < fine.grid().steps(); step++) {
      int into = coarse.grid().stepOf(fine.grid().endOf(step));
      if (into >= 0) {
        sums[into] += Objects.requireNonNull(fine.series().getFirst().points().get(step)).value();
      }
    }
    for (int step = 2; step < sums.length; step++) {
      assertThat(sums[step])
          .isEqualTo(
              Objects.requireNonNull(coarse.series().getFirst().points().get(step)).value(),
              within(1e-6));
    }
  }

  @Test
  void whatRollupsDoNotKnowExactlyIsCountedFromSpans() {
    store.append(Batches.of(new RandomSpans(3).next(50)), JournalPosition.at(1));
    SeriesGrid grid = halfHour(60);
    cuts(grid, "GET /", "GET /cart/{id}");
    for (String query :
        List.of(
            "{ } | rate() by (name)",
            "{ name = \"GET /cart/7\" } | rate()",
            "{ .a = 1 } | rate()",
            "{ } | rate() by (.a)",
            "{ .service.name = \"s1\" } | rate()",
            "{ } >> { } | rate()",
            "{ } | count() > 1 | rate()",
            "{ } | avg_over_time(duration)")) {
      assertThat(ask(query, grid, 0).source()).as(query).isEqualTo(SeriesAnswer.Source.SPANS);
    }
    for (String query :
        List.of(
            "{ } | rate()",
            "{ } | rate() by (resource.service.name)",
            "{ resource.service.name = \"s9\" && name = \"x\" } | rate() by (name)",
            "{ resource.service.name =~ \"s[12]\" || status = error } | rate() > 1")) {
      assertThat(ask(query, grid, 0).source()).as(query).isEqualTo(SeriesAnswer.Source.ROLLUPS);
    }
    assertThat(ask("({ } | rate()) / ({ .a } | rate())", grid, 0).source())
        .isEqualTo(SeriesAnswer.Source.BOTH);
    assertThat(ask("{ } | rate()", halfHour(5), 0).source())
        .as("steps shorter than rollups")
        .isEqualTo(SeriesAnswer.Source.SPANS);
  }

  @Test
  void exemplarsAreTracesThatAreStored() {
    store.append(Batches.of(new RandomSpans(3).next(200)), JournalPosition.at(1));
    SeriesGrid grid =
        SeriesGrid.range(
            RandomSpans.FROM_EPOCH_NANOS,
            RandomSpans.FROM_EPOCH_NANOS + 7_200 * SECOND,
            60 * SECOND);
    for (String query :
        List.of("{ } | rate() by (status)", "{ } | max_over_time(duration) by (status)")) {
      List<TimeSeries> series = ask(query, grid, 10).series();
      assertThat(series.stream().mapToInt(each -> each.exemplars().size()).sum()).isBetween(3, 10);
      for (TimeSeries each : series) {
        each.exemplars()
            .forEach(exemplar -> {
              assertThat(exemplar.value()).isNotNaN();
              assertThat(store.findTrace(exemplar.traceId(), dev.hopwise.store.TimeRange.ALL))
                  .isPresent();
            });
      }
    }
  }

  @Test
  void saysHowFarItCameWhenTimeIsOver() {
    store.append(Batches.of(new RandomSpans(3).next(300)), JournalPosition.at(1));
    SeriesGrid grid =
        SeriesGrid.range(
            RandomSpans.FROM_EPOCH_NANOS,
            RandomSpans.FROM_EPOCH_NANOS + 7_200 * SECOND,
            600 * SECOND);
    Clock ticking = new TickingClock();
    QueryLimits hurried = new QueryLimits(1, Duration.ZERO, Duration.ofMillis(30), 10, 10);
    SeriesAnswer answer =
        engine(ticking, hurried)
            .answer(
                new SeriesQuestion(
                    TraceQl.parseMetrics("{ } >> { } || { } | rate()"), grid, 10, 0));
    assertThat(answer.partial()).isTrue();
    assertThat(answer.completeFromEpochNanos()).isGreaterThan(grid.fromEpochNanos());
  }

  @Test
  void endsWhenWhoeverAskedIsGone() {
    store.append(Batches.of(new RandomSpans(3).next(300)), JournalPosition.at(1));
    SeriesGrid grid =
        SeriesGrid.range(
            RandomSpans.FROM_EPOCH_NANOS,
            RandomSpans.FROM_EPOCH_NANOS + 7_200 * SECOND,
            600 * SECOND);
    QueryService service = new QueryService(store, clock, QueryLimits.DEFAULT);
    MemoryRollupStore none =
        new MemoryRollupStore(
            new RollupRetention(Duration.ofDays(2), Duration.ofDays(90), Long.MAX_VALUE), clock);
    SeriesQuestion question =
        new SeriesQuestion(TraceQl.parseMetrics("{ } >> { } || { } | rate()"), grid, 10, 0);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> new SeriesQueries(service, none).answer(question))
        .isInstanceOf(QueryRefusedException.Cancelled.class);
    Thread.interrupted();
  }

  @Test
  void boundsRangeStepsAndSeries() {
    assertThatThrownBy(() -> SeriesQuestion.range(0, 25 * 3_600 * SECOND, 0))
        .isInstanceOf(QueryRefusedException.TooLarge.class)
        .hasMessageContaining("24 h");
    assertThatThrownBy(() -> SeriesQuestion.instant(0, 25 * 3_600 * SECOND))
        .isInstanceOf(QueryRefusedException.TooLarge.class);
    assertThatThrownBy(() -> SeriesQuestion.range(0, 3_600 * SECOND, 1))
        .isInstanceOf(QueryRefusedException.TooLarge.class)
        .hasMessageContaining("11000");
    assertThatThrownBy(() -> SeriesQuestion.range(0, SECOND, Long.MAX_VALUE))
        .isInstanceOf(QueryRefusedException.TooLarge.class);
    store.append(Batches.of(new RandomSpans(3).next(300)), JournalPosition.at(1));
    SeriesAnswer answer =
        engine(clock, QueryLimits.DEFAULT)
            .answer(
                new SeriesQuestion(
                    TraceQl.parseMetrics("{ } | rate() by (span:id)"),
                    SeriesGrid.instant(
                        RandomSpans.FROM_EPOCH_NANOS,
                        RandomSpans.FROM_EPOCH_NANOS + 7_200 * SECOND),
                    5,
                    0));
    assertThat(answer.series()).hasSize(5);
    assertThat(answer.seriesCount()).isGreaterThan(5);
    assertThat(answer.shortcomings()).singleElement().asString().contains("largest 5");
  }

  /// Every look at it takes a millisecond.
  private static final class TickingClock extends Clock {
    private Instant now = Instant.ofEpochSecond(START_SECONDS);

    @Override
    public Instant instant() {
      now = now.plusMillis(1);
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
