package dev.hopwise.traceql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomSyntaxTest {

  private static final long SEED = 20261122;
  private static final int QUERIES = 3_000;
  private static final int[] CHARACTERS = "ab.- \"\\\n\t`ä{}()=|^,/*😀".codePoints().toArray();

  private final Random random = new Random(SEED);

  @Test
  void printsWhatParsesToTheSameQuery() {
    for (int i = 0; i < QUERIES; i++) {
      Query query = new Query(pipeline(), Map.of());
      assertThat(TraceQl.parse(query.toString())).as("seed %s: %s", SEED, query).isEqualTo(query);
    }
  }

  @Test
  void printsMetricsThatParseToTheSameQuery() {
    for (int i = 0; i < QUERIES; i++) {
      MetricsQuery query = new MetricsQuery(metrics(2), Map.of("exemplars", new Value.Int(i)));
      assertThat(TraceQl.parseMetrics(query.toString()))
          .as("seed %s: %s", SEED, query)
          .isEqualTo(query);
    }
  }

  private MetricsExpression metrics(int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return random.nextInt(5) == 0
          ? new MetricsExpression.Measured(pipeline(), compare(), List.of())
          : measured();
    }
    MetricsExpression one = depth == 1 || random.nextBoolean() ? measured() : metrics(depth - 1);
    MetricsExpression left = isCompare(one) ? measured() : one;
    MetricsExpression right =
        random.nextInt(3) == 0
            ? new MetricsExpression.Constant(new Value.Int(random.nextInt(9) - 4))
            : measured();
    boolean swapped = random.nextBoolean();
    return new MetricsExpression.Combined(
        pick(Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY, Operator.DIVIDE),
        swapped ? right : left,
        swapped ? left : right,
        seriesStages());
  }

  private static boolean isCompare(MetricsExpression expression) {
    return expression instanceof MetricsExpression.Measured(_, MetricsFunction.Compare _, _);
  }

  private MetricsExpression measured() {
    MetricsFunction.Kind kind = pick(MetricsFunction.Kind.values());
    List<FieldExpression> by = new ArrayList<>();
    while (by.size() < MetricsFunction.GROUPS_MAX && random.nextBoolean()) {
      by.add(field());
    }
    return new MetricsExpression.Measured(
        pipeline(),
        new MetricsFunction.OverTime(
            kind,
            kind.counts() ? null : random.nextBoolean() ? Intrinsic.DURATION : attribute(),
            kind == MetricsFunction.Kind.QUANTILE_OVER_TIME
                ? List.of(0.0, random.nextDouble(), 1e-9)
                : List.of(),
            by),
        seriesStages());
  }

  private MetricsFunction compare() {
    long from = random.nextBoolean() ? 0 : 1 + random.nextLong(1L << 61);
    return new MetricsFunction.Compare(
        new Stage.Filter(random.nextBoolean() ? null : condition(2)),
        1 + random.nextInt(20),
        from,
        from == 0 ? 0 : from + 1 + random.nextLong(1L << 60));
  }

  private List<SeriesStage> seriesStages() {
    List<SeriesStage> stages = new ArrayList<>();
    while (random.nextInt(3) == 0) {
      stages.add(
          random.nextBoolean()
              ? new SeriesStage.Top(1 + random.nextInt(9), random.nextBoolean())
              : new SeriesStage.Threshold(
                  pick(Operator.LESS, Operator.NOT_EQUAL, Operator.GREATER_OR_EQUAL),
                  pick(
                      new Value.Int(random.nextInt()),
                      new Value.Real(random.nextGaussian()),
                      new Value.DurationNanos(random.nextLong() >>> 1))));
    }
    return stages;
  }

  @Test
  void answersGarbageWithATraceQlException() {
    for (int i = 0; i < QUERIES; i++) {
      StringBuilder text =
          new StringBuilder(
              i % 2 == 0
                  ? new Query(pipeline(), Map.of()).toString()
                  : new MetricsQuery(metrics(2), Map.of()).toString());
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, "{}()|&<>=!~\"`\\.:5smx\u0000ä".charAt(random.nextInt(22)));
          default -> text.setLength(at + 1);
        }
        if (text.isEmpty()) {
          text.append(' ');
        }
      }
      try {
        if (i % 4 < 2) {
          TraceQl.parse(text.toString());
        } else {
          TraceQl.parseMetrics(text.toString());
        }
      } catch (TraceQlException e) {
        assertThat(e.position()).as("seed %s: %s", SEED, text).isBetween(0, text.length());
        assertThat(e.position() + e.length()).isLessThanOrEqualTo(text.length());
      }
    }
  }

  private Pipeline pipeline() {
    List<Stage> stages = new ArrayList<>();
    stages.add(spansets(3));
    while (random.nextInt(3) == 0) {
      stages.add(stage());
    }
    return new Pipeline(stages);
  }

  private Stage stage() {
    return switch (random.nextInt(5)) {
      case 0 -> spansets(1);
      case 1 -> new Stage.GroupBy(field());
      case 2 -> new Stage.Coalesce();
      case 3 -> new Stage.Select(List.of(field(), field()));
      default ->
          new Stage.ScalarFilter(
              Operator.GREATER,
              new ScalarExpression.Arithmetic(
                  Operator.MULTIPLY,
                  new ScalarExpression.Aggregate(ScalarExpression.Function.AVG, number(2)),
                  new ScalarExpression.Constant(new Value.Int(2))),
              new ScalarExpression.Constant(new Value.DurationNanos(random.nextInt(1000))));
    };
  }

  private Stage.SpansetExpression spansets(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(5)) {
      case 1 -> new Stage.Both(spansets(depth - 1), spansets(depth - 1));
      case 2 -> new Stage.Either(spansets(depth - 1), spansets(depth - 1));
      case 3 ->
          new Stage.Structural(
              pick(Stage.Relation.values()),
              pick(Stage.Mode.values()),
              spansets(depth - 1),
              spansets(depth - 1));
      case 4 -> new Stage.Nested(new Pipeline(List.of(spansets(0), stage())));
      default -> new Stage.Filter(random.nextInt(8) == 0 ? null : condition(4));
    };
  }

  private FieldExpression condition(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(7)) {
      case 1 ->
          new FieldExpression.Binary(
              pick(Operator.AND, Operator.OR), condition(depth - 1), condition(depth - 1));
      case 2 -> new FieldExpression.Not(condition(depth - 1));
      case 3 ->
          new FieldExpression.Matches(
              attribute(), new Regex(text().replaceAll("\\W", ".")), random.nextBoolean());
      case 4 -> new FieldExpression.Presence(attribute(), random.nextBoolean());
      case 5 ->
          new FieldExpression.Binary(
              pick(Operator.LESS, Operator.EQUAL, Operator.GREATER_OR_EQUAL),
              number(depth - 1),
              number(depth - 1));
      case 6 ->
          new FieldExpression.Binary(
              pick(Operator.EQUAL, Operator.NOT_EQUAL),
              attribute(),
              new FieldExpression.Constant(value()));
      default -> attribute();
    };
  }

  private FieldExpression number(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(4)) {
      case 1 ->
          new FieldExpression.Binary(
              pick(Operator.ADD, Operator.SUBTRACT, Operator.DIVIDE, Operator.POWER),
              number(depth - 1),
              number(depth - 1));
      case 2 -> new FieldExpression.Negate(number(depth - 1));
      default -> random.nextBoolean() ? Intrinsic.DURATION : attribute();
    };
  }

  private FieldExpression field() {
    return random.nextBoolean() ? attribute() : pick(Intrinsic.values());
  }

  private FieldExpression attribute() {
    return new FieldExpression.AttributeOf(pick(FieldExpression.Scope.values()), "n" + text());
  }

  private Value value() {
    return switch (random.nextInt(7)) {
      case 0 -> new Value.Int(random.nextLong());
      case 1 -> new Value.Real(random.nextGaussian() * 1e20);
      case 2 -> new Value.DurationNanos(random.nextLong() >>> 1);
      case 3 -> new Value.Bool(random.nextBoolean());
      case 4 -> new Value.Status(pick(StatusCode.values()));
      case 5 -> new Value.Kind(pick(SpanKind.values()));
      default -> new Value.Text(text());
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(6); n > 0; n--) {
      text.appendCodePoint(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }

  @SafeVarargs
  private <T> T pick(T... options) {
    return options[random.nextInt(options.length)];
  }
}
