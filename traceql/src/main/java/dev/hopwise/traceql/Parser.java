package dev.hopwise.traceql;

import dev.hopwise.traceql.Stage.SpansetExpression;
import dev.hopwise.traceql.TraceQlException.ValidationError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Pipelines and spansets, by recursive descent; what stands between braces is {@link
/// FieldParser}'s.
final class Parser {

  private static final Set<String> SCALAR_WORDS = Set.of("count", "avg", "max", "min", "sum");

  private static final int LOGIC_PRECEDENCE = 1;
  private static final int STRUCTURAL_PRECEDENCE = 2;

  private final TokenStream in;
  private final FieldParser fields;
  private final ScalarParser scalars;

  Parser(List<Token> tokens) {
    in = new TokenStream(tokens);
    fields = new FieldParser(in);
    scalars = new ScalarParser(in, fields);
  }

  /// @throws ValidationError also when it is a metrics query, which selects no traces
  Query query() {
    @Nullable Token function = in.find(MetricsFunctionParser::isFunction);
    if (function != null) {
      var _ = metrics();
      throw new ValidationError(
          function.position(),
          function.length(),
          function.text() + " makes series of spans; a search ends without a metrics function");
    }
    Pipeline pipeline = pipeline();
    Map<String, Value> hints = in.peek().is("with") ? hints() : Map.of();
    in.expectEnd("\"|\", an operator between spansets");
    in.throwDeferred();
    return new Query(pipeline, hints);
  }

  /// @throws ValidationError also when it is a search, which makes no series
  MetricsQuery metricsQuery() {
    if (in.find(MetricsFunctionParser::isFunction) == null) {
      var _ = query();
      throw new ValidationError(
          in.lastEnd(), 0, "this selects spans; series need a metrics function such as | rate()");
    }
    return metrics();
  }

  private MetricsQuery metrics() {
    MetricsExpression expression = new MetricsParser(in, this, fields).expression();
    Map<String, Value> hints = in.peek().is("with") ? hints() : Map.of();
    in.expectEnd("\"|\", a comparison, + - * / between pipelines in parentheses");
    in.throwDeferred();
    return new MetricsQuery(expression, hints);
  }

  FieldExpression loneField() {
    FieldExpression field = fields.field();
    in.expectEnd("nothing more");
    in.throwDeferred();
    return field;
  }

  private Pipeline pipeline() {
    in.enter();
    List<Stage> stages = new ArrayList<>();
    do {
      stages.add(stage(stages.isEmpty()));
    } while (in.takeIf("|"));
    in.leave();
    return new Pipeline(stages);
  }

  Stage stage(boolean first) {
    Token token = in.peek();
    Token start = in.peekBehindParentheses();
    if (start.is("{")) {
      return spansets(0);
    }
    if (start.kind() == Token.Kind.LITERAL
        || start.is("-")
        || SCALAR_WORDS.contains(start.text())) {
      return scalars.filter();
    }
    return switch (token.text()) {
      case "by" -> new Stage.GroupBy(fields.soleArgument());
      case "select" -> select();
      case "coalesce" -> coalesce(first);
      default ->
          throw in.expected(
              first
                  ? "a spanset such as { status = error }"
                  : "a spanset, an aggregate with a comparison, by(…), coalesce() or select(…)");
    };
  }

  private Stage coalesce(boolean first) {
    if (first) {
      throw in.expected("a spanset, since coalesce() cannot come first");
    }
    in.take();
    in.expect("(");
    in.expect(")");
    return new Stage.Coalesce();
  }

  private Stage select() {
    in.take();
    return new Stage.Select(fields.list());
  }

  /// By precedence climbing.
  private SpansetExpression spansets(int lowest) {
    SpansetExpression left = spansetOperand();
    while (in.peek().kind() == Token.Kind.SYMBOL) {
      Token operator = in.peek();
      int precedence = precedence(operator.text());
      if (precedence == 0 || precedence < lowest) {
        break;
      }
      in.take();
      in.countOperator(operator);
      left = combined(operator.text(), left, spansets(precedence + 1));
    }
    return left;
  }

  private static int precedence(String operator) {
    if (operator.equals("&&") || operator.equals("||")) {
      return LOGIC_PRECEDENCE;
    }
    return relation(operator) == null ? 0 : STRUCTURAL_PRECEDENCE;
  }

  private static SpansetExpression combined(
      String operator, SpansetExpression left, SpansetExpression right) {
    Stage.@Nullable Relation relation = relation(operator);
    if (relation == null) {
      return operator.equals("&&") ? new Stage.Both(left, right) : new Stage.Either(left, right);
    }
    return new Stage.Structural(relation, mode(operator), left, right);
  }

  private static Stage.Mode mode(String operator) {
    return switch (operator.charAt(0)) {
      case '!' -> Stage.Mode.RIGHT_UNRELATED;
      case '&' -> Stage.Mode.BOTH;
      default -> Stage.Mode.RIGHT;
    };
  }

  private static Stage.@Nullable Relation relation(String operator) {
    for (Stage.Relation relation : Stage.Relation.values()) {
      String prefix = mode(operator).prefix();
      if (operator.equals(prefix + relation.text())) {
        return relation;
      }
    }
    return null;
  }

  private SpansetExpression spansetOperand() {
    if (in.peek().is("{")) {
      return filter();
    }
    if (!in.takeIf("(")) {
      throw in.expected("a spanset such as { status = error }");
    }
    Pipeline nested = pipeline();
    in.expect(")");
    return nested.stages().size() == 1 && nested.stages().getFirst() instanceof SpansetExpression e
        ? e
        : new Stage.Nested(nested);
  }

  /// `{ … }`, the brace being the next token.
  Stage.Filter filter() {
    in.expect("{");
    if (in.takeIf("}")) {
      return new Stage.Filter(null);
    }
    FieldExpression condition = fields.condition();
    in.expect("}");
    return new Stage.Filter(condition);
  }

  private Map<String, Value> hints() {
    in.take();
    in.expect("(");
    Map<String, Value> hints = new LinkedHashMap<>();
    do {
      Token name = in.take();
      if (name.kind() != Token.Kind.WORD) {
        throw in.expected("the name of a hint");
      }
      in.expect("=");
      hints.put(name.text(), fields.constant());
    } while (in.takeIf(","));
    in.expect(")");
    return hints;
  }
}
