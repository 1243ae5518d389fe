package dev.hopwise.traceql;

import dev.hopwise.traceql.MetricsExpression.Combined;
import dev.hopwise.traceql.MetricsExpression.Constant;
import dev.hopwise.traceql.MetricsExpression.Measured;
import dev.hopwise.traceql.MetricsFunction.Compare;
import dev.hopwise.traceql.TraceQlException.ParseError;
import dev.hopwise.traceql.TraceQlException.ValidationError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pipelines that end in a metrics function, and arithmetic between them.
final class MetricsParser {

  /// Binds `*` and `/`; `+` and `-` bind one less.
  private static final int PRODUCT = 2;

  private final TokenStream in;
  private final Parser pipelines;
  private final MetricsFunctionParser functions;

  MetricsParser(TokenStream in, Parser pipelines, FieldParser fields) {
    this.in = in;
    this.pipelines = pipelines;
    functions = new MetricsFunctionParser(in, pipelines, fields);
  }

  MetricsExpression expression() {
    Token start = in.peek();
    MetricsExpression expression = staged();
    if (expression instanceof Constant) {
      throw new ParseError(
          start.position(), in.lastEnd() - start.position(), "no series to calculate with");
    }
    return expression;
  }

  /// What stands at the top, or between parentheses, with the stages behind it.
  private MetricsExpression staged() {
    in.enter();
    MetricsExpression expression = isArithmetic() ? sum(1) : measured();
    in.leave();
    return withStages(expression);
  }

  /// A spanset may begin with a parenthesis, too; only that of an operand holds a function.
  private boolean isArithmetic() {
    Token next = in.peek();
    return next.kind() == Token.Kind.LITERAL
        || next.is("-")
        || (next.is("(") && in.hasBeforeItsEnd(MetricsFunctionParser::isFunction));
  }

  private MetricsExpression sum(int lowest) {
    MetricsExpression left = operand();
    while (true) {
      Token token = in.peek();
      @Nullable Operator operator = arithmetic(token);
      int precedence = operator == null ? 0 : precedence(operator);
      if (operator == null || precedence < lowest) {
        return left;
      }
      in.take();
      in.countOperator(token);
      in.enter();
      left = combined(token, operator, left, sum(precedence + 1));
      in.leave();
    }
  }

  private static int precedence(Operator operator) {
    return operator == Operator.MULTIPLY || operator == Operator.DIVIDE ? PRODUCT : PRODUCT - 1;
  }

  private static @Nullable Operator arithmetic(Token token) {
    return token.kind() != Token.Kind.SYMBOL
        ? null
        : switch (token.text()) {
          case "+" -> Operator.ADD;
          case "-" -> Operator.SUBTRACT;
          case "*" -> Operator.MULTIPLY;
          case "/" -> Operator.DIVIDE;
          default -> null;
        };
  }

  /// Constants are calculated at once, whole numbers as whole numbers.
  private MetricsExpression combined(
      Token token, Operator operator, MetricsExpression left, MetricsExpression right) {
    if (left instanceof Constant(var a) && right instanceof Constant(var b)) {
      if (Numbers.calculate(operator, a.number(), b.number()) instanceof Value.Numeric result) {
        return new Constant(result);
      }
      in.defer(new ValidationError(token.position(), token.length(), "this divides by zero"));
    }
    if (isCompare(left) || isCompare(right)) {
      in.defer(
          new ValidationError(
              token.position(), token.length(), "compare() cannot be calculated with"));
    }
    return new Combined(operator, left, right, List.of());
  }

  private static boolean isCompare(MetricsExpression expression) {
    return expression instanceof Measured(_, Compare _, _);
  }

  private MetricsExpression operand() {
    if (in.takeIf("(")) {
      MetricsExpression inner = staged();
      in.expect(")");
      return inner;
    }
    return new Constant(functions.number("a pipeline in parentheses or a number"));
  }

  private MetricsExpression measured() {
    List<Stage> stages = new ArrayList<>();
    while (!MetricsFunctionParser.isFunction(in.peek()) || stages.isEmpty()) {
      stages.add(pipelines.stage(stages.isEmpty()));
      in.expect("|");
    }
    return new Measured(new Pipeline(stages), functions.function(), List.of());
  }

  private MetricsExpression withStages(MetricsExpression expression) {
    Token start = in.peek();
    List<SeriesStage> stages = functions.stages();
    if (stages.isEmpty()) {
      return expression;
    }
    if (isCompare(expression)) {
      in.defer(
          new ValidationError(
              start.position(),
              in.lastEnd() - start.position(),
              "nothing can follow compare(), since its series are not alike"));
    }
    return switch (expression) {
      case Constant _ ->
          throw new ParseError(start.position(), start.length(), "no series to choose from");
      case Measured(var pipeline, var function, var before) ->
          new Measured(pipeline, function, joined(before, stages));
      case Combined(var operator, var left, var right, var before) ->
          new Combined(operator, left, right, joined(before, stages));
    };
  }

  private static List<SeriesStage> joined(List<SeriesStage> before, List<SeriesStage> after) {
    List<SeriesStage> all = new ArrayList<>(before);
    all.addAll(after);
    return all;
  }
}
