package dev.hopwise.sample;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.testkit.RandomSpans;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.FieldExpression.AttributeOf;
import dev.hopwise.traceql.FieldExpression.Binary;
import dev.hopwise.traceql.FieldExpression.Constant;
import dev.hopwise.traceql.FieldExpression.Scope;
import dev.hopwise.traceql.Intrinsic;
import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.Pipeline;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.Regex;
import dev.hopwise.traceql.ScalarExpression;
import dev.hopwise.traceql.Stage;
import dev.hopwise.traceql.TraceQlException;
import dev.hopwise.traceql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Arbitrary conditions over given spans. Most comparisons take a value that one of the spans has,
/// or one right beside it, so that conditions hold for some spans and not for others.
final class RandomConditions {

  private static final List<Operator> COMPARISONS =
      List.of(
          Operator.EQUAL,
          Operator.NOT_EQUAL,
          Operator.LESS,
          Operator.LESS_OR_EQUAL,
          Operator.GREATER,
          Operator.GREATER_OR_EQUAL);

  private final RandomGenerator random;
  private final List<Span> spans;

  RandomConditions(RandomGenerator random, List<Span> spans) {
    this.random = random;
    this.spans = spans;
  }

  /// The next that means something.
  Condition next() {
    while (true) {
      try {
        return Condition.parse(new Query(pipeline(), Map.of()).toString());
      } catch (TraceQlException _) {
        // Such as a duration that is compared with a text: the next one.
      }
    }
  }

  private Pipeline pipeline() {
    List<Stage> stages = new ArrayList<>();
    stages.add(spanset(2));
    while (random.nextInt(5) == 0) {
      stages.add(
          switch (random.nextInt(4)) {
            case 0 -> filter();
            case 1 -> new Stage.GroupBy(field());
            case 2 -> new Stage.Coalesce();
            default ->
                new Stage.ScalarFilter(
                    any(COMPARISONS),
                    new ScalarExpression.Aggregate(ScalarExpression.Function.COUNT, null),
                    new ScalarExpression.Constant(new Value.Int(random.nextInt(3))));
          });
    }
    return new Pipeline(stages);
  }

  private Stage.SpansetExpression spanset(int depth) {
    return switch (depth == 0 ? 9 : random.nextInt(12)) {
      case 0 -> new Stage.Both(spanset(depth - 1), spanset(depth - 1));
      case 1 -> new Stage.Either(spanset(depth - 1), spanset(depth - 1));
      case 2 ->
          new Stage.Structural(
              any(List.of(Stage.Relation.values())),
              any(List.of(Stage.Mode.values())),
              spanset(depth - 1),
              spanset(depth - 1));
      case 3 -> new Stage.Nested(new Pipeline(List.of(spanset(depth - 1), filter())));
      default -> filter();
    };
  }

  private Stage.Filter filter() {
    return new Stage.Filter(random.nextInt(20) == 0 ? null : truth(3));
  }

  private FieldExpression truth(int depth) {
    return switch (depth == 0 ? 9 : random.nextInt(14)) {
      case 0, 1 -> new Binary(Operator.AND, truth(depth - 1), truth(depth - 1));
      case 2, 3 -> new Binary(Operator.OR, truth(depth - 1), truth(depth - 1));
      case 4 -> new FieldExpression.Not(truth(depth - 1));
      case 5 -> new FieldExpression.Presence(field(), random.nextBoolean());
      case 6 -> new FieldExpression.Matches(field(), regex(), random.nextBoolean());
      case 7 -> attribute();
      case 8 -> new Binary(any(COMPARISONS), field(), field());
      default -> comparison();
    };
  }

  private FieldExpression comparison() {
    FieldExpression field = field();
    FieldExpression constant = constant(field);
    return random.nextInt(4) == 0
        ? new Binary(any(COMPARISONS), constant, field)
        : new Binary(any(COMPARISONS), field, constant);
  }

  private FieldExpression constant(FieldExpression field) {
    Span span = any(spans);
    Value value =
        switch (field) {
          case Intrinsic intrinsic -> ofIntrinsic(intrinsic, span);
          case AttributeOf(var _, String key) -> ofAttribute(key, span);
          default -> new Value.Int(random.nextInt(3));
        };
    return new Constant(value);
  }

  private Value ofIntrinsic(Intrinsic intrinsic, Span span) {
    return switch (intrinsic) {
      case DURATION -> new Value.DurationNanos(span.durationNanos() + random.nextInt(2));
      case NAME, ROOT_NAME -> new Value.Text(span.name());
      case STATUS -> new Value.Status(span.status().code());
      case STATUS_MESSAGE -> new Value.Text(span.status().message());
      case KIND -> new Value.Kind(span.kind());
      default -> new Value.Text(span.serviceName());
    };
  }

  private Value ofAttribute(String key, Span span) {
    AttributeValue own = span.attributes().get(key);
    AttributeValue value = own == null ? span.resource().attributes().get(key) : own;
    return scalar(value == null || random.nextInt(8) == 0 ? RandomSpans.value(random, 1) : value);
  }

  private Value scalar(AttributeValue value) {
    return switch (value) {
      case AttributeValue.Text(String text) -> new Value.Text(text);
      case AttributeValue.Bool(boolean truth) -> new Value.Bool(truth);
      case AttributeValue.Int(long number) -> whole(number);
      case AttributeValue.Real(double number) -> new Value.Real(number);
      case AttributeValue.Array(List<AttributeValue> elements) ->
          elements.isEmpty() ? new Value.Bool(true) : scalar(any(elements));
      default -> new Value.Text("\uFFFD");
    };
  }

  private Value whole(long number) {
    return switch (random.nextInt(4)) {
      case 0 -> new Value.Real((double) number);
      case 1 -> new Value.DurationNanos(number);
      default -> new Value.Int(number + random.nextInt(2));
    };
  }

  private Regex regex() {
    return new Regex(
        any(List.of("v.*", ".*", "", "v[0-2]|s1", "é.*", "[^v].*", "(?s).*0", "\uFFFD.*")));
  }

  private FieldExpression field() {
    return random.nextInt(3) == 0
        ? any(
            List.of(
                Intrinsic.DURATION,
                Intrinsic.NAME,
                Intrinsic.STATUS,
                Intrinsic.STATUS_MESSAGE,
                Intrinsic.KIND,
                Intrinsic.PARENT_ID,
                Intrinsic.ROOT_NAME,
                Intrinsic.EVENT_NAME))
        : attribute();
  }

  private FieldExpression attribute() {
    Span span = any(spans);
    boolean ofResource = random.nextInt(3) == 0;
    Attributes from = ofResource ? span.resource().attributes() : span.attributes();
    List<String> keys = from.stream().map(Attribute::key).toList();
    String key =
        random.nextInt(10) == 0
            ? Resource.SERVICE_NAME
            : keys.isEmpty() ? RandomSpans.key(random) : any(keys);
    Scope scope =
        random.nextInt(12) == 0
            ? Scope.EVENT
            : random.nextInt(3) == 0 ? Scope.ANY : ofResource ? Scope.RESOURCE : Scope.SPAN;
    return new AttributeOf(scope, key);
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
