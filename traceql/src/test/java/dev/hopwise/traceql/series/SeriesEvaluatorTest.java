package dev.hopwise.traceql.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Kept;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.TraceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SeriesEvaluatorTest {

  private static final long SECOND = 1_000_000_000L;
  private static final SeriesGrid GRID = SeriesGrid.range(100 * SECOND, 120 * SECOND, 10 * SECOND);

  private final List<Span> spans = new ArrayList<>();

  private Span span(long trace, long id, long startSeconds, long millis, String service) {
    return new Span(
        new TraceId(1, trace),
        id,
        0,
        "",
        0,
        "name " + id % 2,
        SpanKind.SERVER,
        startSeconds * SECOND,
        startSeconds * SECOND + millis * 1_000_000,
        Attributes.of(new Attribute("n", AttributeValue.of(id))),
        0,
        List.of(),
        0,
        List.of(),
        0,
        new Status(id % 3 == 0 ? StatusCode.ERROR : StatusCode.UNSET, ""),
        new Resource(Attributes.of("service.name", service), 0, ""),
        InstrumentationScope.EMPTY);
  }

  private Map<String, String> answer(String query) {
    SeriesEvaluator evaluator =
        new SeriesEvaluator(TraceQl.parseMetrics(query), GRID, new Room(100, 1 << 20), 0);
    spans.stream()
        .collect(Collectors.groupingBy(Span::traceId))
        .values()
        .forEach(trace -> evaluator.add(TraceView.of(trace)));
    Map<String, String> all = new TreeMap<>();
    evaluator
        .series()
        .forEach(each ->
            all.put(
                each.labels().stream()
                    .map(label -> label.name() + "=" + value(label))
                    .collect(Collectors.joining(" ")),
                each.points().stream()
                    .map(point -> point == null ? "-" : plain(point.value()))
                    .collect(Collectors.joining(" "))));
    return all;
  }

  private static String value(SeriesLabel label) {
    return label.value() instanceof dev.hopwise.traceql.Value.Text(var text)
        ? text
        : label.value() instanceof dev.hopwise.traceql.Value.Real(double real)
            ? plain(real)
            : label.value() instanceof dev.hopwise.traceql.Value.Nil ? "nil" : "" + label.value();
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : Double.toString(Math.rint(value * 1e6) / 1e6);
  }

  /// Steps end at 100, 110 and 120 s.
  private void shop() {
    spans.add(span(1, 1, 95, 100, "a"));
    spans.add(span(1, 2, 100, 200, "b"));
    spans.add(span(2, 3, 101, 300, "a"));
    spans.add(span(2, 4, 110, 400, "a"));
    spans.add(span(3, 5, 90, 500, "a"));
    spans.add(span(3, 6, 121, 600, "a"));
  }

  @Test
  void aStepHoldsWhatStartsBehindTheOneBeforeUpToItsEnd() {
    shop();
    assertThat(answer("{ } | count_over_time()"))
        .isEqualTo(Map.of("__name__=count_over_time", "2 2 0"));
    assertThat(answer("{ } | rate()")).isEqualTo(Map.of("__name__=rate", "0.2 0.2 0"));
  }

  @Test
  void groupsByValuesAndNamesThoseThatAreMissing() {
    shop();
    assertThat(answer("{ } | count_over_time() by (resource.service.name, name)"))
        .isEqualTo(
            Map.of(
                "resource.service.name=a name=name 1", "1 1 0",
                "resource.service.name=a name=name 0", "0 1 0",
                "resource.service.name=b name=name 0", "1 0 0"));
    assertThat(answer("{ } | count_over_time() by (.none)"))
        .isEqualTo(Map.of(".none=nil", "2 2 0"));
    assertThat(answer("{ } | count_over_time() by (.none, .n)").keySet())
        .allMatch(labels -> labels.startsWith(".n=Int"));
  }

  @Test
  void numbersAreThoseOfTheSpansThatHaveThem() {
    shop();
    assertThat(answer("{ } | min_over_time(duration)"))
        .isEqualTo(Map.of("__name__=min_over_time", "0.1 0.3 -"));
    assertThat(answer("{ } | max_over_time(.n)"))
        .isEqualTo(Map.of("__name__=max_over_time", "2 4 -"));
    assertThat(answer("{ } | sum_over_time(duration)"))
        .isEqualTo(Map.of("__name__=sum_over_time", "0.3 0.7 -"));
    assertThat(answer("{ } | avg_over_time(duration)"))
        .isEqualTo(Map.of("__name__=avg_over_time", "0.15 0.35 -"));
    assertThat(answer("{ } | sum_over_time(.none)")).isEmpty();
  }

  @Test
  void bucketsArePowersOfTwoAndQuantilesTwoPercentOff() {
    shop();
    assertThat(answer("{ } | histogram_over_time(duration)"))
        .isEqualTo(
            Map.of(
                "__bucket=0.134218",
                "1 0 0",
                "__bucket=0.268435",
                "1 0 0",
                "__bucket=0.536871",
                "0 2 0"));
    assertThat(OverTimeMaker.bucket(1e-9, true)).isEqualTo(1e-9);
    assertThat(OverTimeMaker.bucket(5, false)).isEqualTo(8);
    assertThat(OverTimeMaker.bucket(0.3, false)).isEqualTo(0.5);
    assertThat(OverTimeMaker.bucket(-1, false)).isZero();
    Map<String, String> quantiles = answer("{ } | quantile_over_time(duration, 0, 0.5, 1)");
    assertThat(quantiles).containsOnlyKeys("p=0", "p=0.5", "p=1");
    assertThat(Double.parseDouble(quantiles.get("p=1").split(" ", -1)[1]))
        .isEqualTo(0.4, within(0.4 * 0.022));
    assertThat(Double.parseDouble(quantiles.get("p=0.5").split(" ", -1)[0]))
        .isEqualTo(0.1, within(0.1 * 0.023));
  }

  @Test
  void stagesChooseStepByStep() {
    shop();
    String query = "{ } | count_over_time() by (resource.service.name)";
    assertThat(answer(query + " | topk(1)")).isEqualTo(Map.of("resource.service.name=a", "1 2 0"));
    assertThat(answer(query + " | bottomk(1)"))
        .isEqualTo(Map.of("resource.service.name=a", "1 - 0", "resource.service.name=b", "- 0 -"));
    assertThat(answer(query + " > 1")).isEqualTo(Map.of("resource.service.name=a", "- 2 -"));
    assertThat(answer("{ } | max_over_time(duration) > 300ms"))
        .isEqualTo(Map.of("__name__=max_over_time", "- 0.4 -"));
  }

  @Test
  void calculatesSeriesOfEqualLabelsWithEachOther() {
    shop();
    assertThat(answer("({ resource.service.name = \"a\" } | rate()) / ({ } | rate()) * 100"))
        .isEqualTo(Map.of("__name__=((rate / rate) * 100)", "50 100 -"));
    assertThat(
            answer(
                "({ } | count_over_time() by (resource.service.name)) / ({ } |"
                    + " count_over_time())"))
        .isEqualTo(
            Map.of("resource.service.name=a", "0.5 1 -", "resource.service.name=b", "0.5 0 -"));
    assertThat(
            answer(
                "({ .n = 1 } | rate() by (resource.service.name)) + ({ .n = 2 } | rate() by"
                    + " (resource.service.name))"))
        .isEmpty();
  }

  @Test
  void countsOnlyWhatTheWholePipelineSelects() {
    shop();
    assertThat(answer("{ } | count() > 1 | { .n > 2 } | count_over_time()"))
        .isEqualTo(Map.of("__name__=count_over_time", "0 2 0"));
    assertThat(answer("{ .n = 99 } | rate()")).isEqualTo(Map.of("__name__=rate", "0 0 0"));
  }

  @Test
  void comparesTheValuesOfBothSides() {
    shop();
    Map<String, String> answer = answer("{ } | compare({ .n > 1 })");
    assertThat(answer)
        .containsEntry("__meta_type=baseline resource.service.name=a", "1 0 0")
        .containsEntry("__meta_type=selection resource.service.name=a", "0 2 0")
        .containsEntry("__meta_type=selection resource.service.name=b", "1 0 0")
        .containsEntry("__meta_type=selection_total resource.service.name=nil", "1 2 0")
        .containsEntry("__meta_type=baseline_total name=nil", "1 0 0");
    assertThat(answer("{ } | compare({ .n > 1 }, 1)"))
        .containsEntry("__meta_error=__too_many_values__ span.n=nil", "- - -")
        .doesNotContainKey("__meta_type=selection resource.service.name=b");
    assertThat(answer("{ } | compare({ }, 10, 101000000000, 110000000000)"))
        .containsEntry("__meta_type=selection_total name=nil", "0 1 0");
  }

  @Test
  void saysWhatItLeftOut() {
    Room room = new Room(1, 1 << 20);
    SeriesEvaluator evaluator =
        new SeriesEvaluator(TraceQl.parseMetrics("{ } | rate() by (.n)"), GRID, room, 0);
    shop();
    evaluator.add(TraceView.of(spans.subList(2, 4)));
    assertThat(evaluator.series()).hasSize(1);
    assertThat(room.spansLeftOut()).isEqualTo(1);
  }

  /// Traces of up to nine spans, each kept with its own probability: the truth lies within the
  /// limits about as often as they say, and the estimate is right in the mean.
  @Test
  void countsSampledSpansForAsManyAsTheyStandFor() {
    Random random = new Random(42);
    int within = 0;
    int runs = 400;
    double sum = 0;
    double truth = 0;
    for (int run = 0; run < runs; run++) {
      SeriesEvaluator evaluator =
          new SeriesEvaluator(
              TraceQl.parseMetrics("{ } | count_over_time()"), GRID, new Room(9, 1 << 20), 0);
      truth = 0;
      for (int trace = 0; trace < 600; trace++) {
        double probability = trace % 5 == 0 ? 1 : trace % 2 == 0 ? 0.1 : 0.4;
        int size = 1 + trace % 9;
        truth += size;
        if (random.nextDouble() < probability) {
          List<Span> kept = new ArrayList<>();
          for (int i = 0; i < size; i++) {
            kept.add(
                span(random.nextLong(), i + 1, 105, 1, "a")
                    .withKept(new Kept(probability, "r", "quiet", null)));
          }
          TraceId id = kept.getFirst().traceId();
          evaluator.add(TraceView.of(kept.stream().map(each -> withTrace(each, id)).toList()));
        }
      }
      Estimate estimate = Objects.requireNonNull(evaluator.series().getFirst().points().get(1));
      sum += estimate.value();
      within += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
    }
    assertThat(sum / runs).isEqualTo(truth, within(truth * 0.02));
    assertThat(within / (double) runs).isBetween(0.91, 0.99);
  }

  private static Span withTrace(Span span, TraceId id) {
    return new Span(
        id,
        span.spanId(),
        0,
        "",
        0,
        span.name(),
        span.kind(),
        span.startEpochNanos(),
        span.endEpochNanos(),
        span.attributes(),
        0,
        List.of(),
        0,
        List.of(),
        0,
        span.status(),
        span.resource(),
        span.scope(),
        span.kept());
  }

  @Test
  void whatWasAddedToAWholeSampleDoesNotCount() {
    spans.add(span(1, 1, 101, 1, "a").withKept(new Kept(0.5, "r", "quiet", null)));
    spans.add(span(2, 2, 101, 1, "a").withKept(new Kept(1, "r", "reach-back", "w")));
    assertThat(answer("{ } | count_over_time()"))
        .isEqualTo(Map.of("__name__=count_over_time", "0 2 0"));
  }

  @Test
  void choosesRoundSteps() {
    assertThat(SeriesGrid.stepDefault(0, 3_600 * SECOND)).isEqualTo(15 * SECOND);
    assertThat(SeriesGrid.stepDefault(0, 24 * 3_600 * SECOND)).isEqualTo(300 * SECOND);
    assertThat(SeriesGrid.stepDefault(0, 900 * SECOND)).isEqualTo(3 * SECOND);
    assertThat(SeriesGrid.stepDefault(0, 30 * SECOND)).isEqualTo(SECOND / 10);
    assertThat(SeriesGrid.stepDefault(0, SECOND)).isEqualTo(SECOND / 20);
    SeriesGrid instant = SeriesGrid.instant(7, 21);
    assertThat(instant.steps()).isEqualTo(1);
    assertThat(instant.stepOf(7)).isZero();
    assertThat(instant.stepOf(21)).isZero();
    assertThat(instant.stepOf(22)).isEqualTo(-1);
  }
}
