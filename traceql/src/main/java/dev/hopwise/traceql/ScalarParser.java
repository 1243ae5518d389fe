package dev.hopwise.traceql;

import dev.hopwise.traceql.ScalarExpression.Aggregate;
import dev.hopwise.traceql.ScalarExpression.Arithmetic;
import dev.hopwise.traceql.ScalarExpression.Constant;
import dev.hopwise.traceql.ScalarExpression.Function;
import dev.hopwise.traceql.TraceQlException.ParseError;
import dev.hopwise.traceql.TraceQlException.Unsupported;
import dev.hopwise.traceql.TraceQlException.ValidationError;
import org.jspecify.annotations.Nullable;

/// `count() > 2` and its kin.
final class ScalarParser {

  private static final String OPERAND = "count(), avg(…), max(…), min(…), sum(…) or a number";

  private final TokenStream in;
  private final FieldParser fields;

  ScalarParser(TokenStream in, FieldParser fields) {
    this.in = in;
    this.fields = fields;
  }

  Stage filter() {
    Token start = in.peek();
    ScalarExpression left = expression(0);
    Token token = in.peek();
    @Nullable Operator comparison = operator(token);
    if (comparison == null || !comparison.isComparison()) {
      if (token.is(")")) {
        throw new Unsupported(
            start.position(),
            in.lastEnd() - start.position(),
            "arithmetic between pipelines in parentheses is not answered here yet");
      }
      throw in.expected("a comparison");
    }
    in.take();
    ScalarExpression right = expression(0);
    check(start, aggregates(left), aggregates(right));
    return new Stage.ScalarFilter(comparison, left, right);
  }

  private void check(Token start, int left, int right) {
    int length = in.lastEnd() - start.position();
    if (left == 0 && right == 0) {
      in.defer(
          new ValidationError(
              start.position(), length, "one side must be an aggregate such as count()"));
    }
    if (left > 0 && right > 0) {
      in.defer(
          new Unsupported(
              start.position(),
              length,
              "an aggregate cannot be compared with an aggregate here yet"));
    }
  }

  private ScalarExpression expression(int lowest) {
    ScalarExpression left = operand();
    while (true) {
      Token token = in.peek();
      @Nullable Operator operator = operator(token);
      if (operator == null
          || operator.group() != Operator.Group.ARITHMETIC
          || operator.precedence() < lowest) {
        return left;
      }
      in.take();
      in.countOperator(token);
      in.enter();
      int next = operator == Operator.POWER ? operator.precedence() : operator.precedence() + 1;
      left = new Arithmetic(operator, left, expression(next));
      in.leave();
    }
  }

  private ScalarExpression operand() {
    Token token = in.peek();
    if (in.takeIf("(")) {
      in.enter();
      ScalarExpression inner = expression(0);
      in.leave();
      in.expect(")");
      return inner;
    }
    for (Function function : Function.values()) {
      if (token.is(function.text())) {
        return aggregate(function);
      }
    }
    if (token.kind() != Token.Kind.LITERAL && !token.is("-")) {
      throw in.expected(OPERAND);
    }
    if (fields.constant() instanceof Value.Numeric number) {
      return new Constant(number);
    }
    throw new ParseError(token.position(), token.length(), "expected " + OPERAND);
  }

  private ScalarExpression aggregate(Function function) {
    if (function == Function.COUNT) {
      in.take();
      in.expect("(");
      in.expect(")");
      return new Aggregate(function, null);
    }
    Token start = in.peek();
    FieldExpression argument = fields.soleArgument();
    if (!Type.of(argument).canBe(Type.NUMBER)) {
      in.defer(
          new ValidationError(
              start.position(),
              in.lastEnd() - start.position(),
              function.text() + " takes a number, not " + Type.of(argument).words()));
    }
    return new Aggregate(function, argument);
  }

  private static int aggregates(ScalarExpression expression) {
    return switch (expression) {
      case Constant _ -> 0;
      case Aggregate _ -> 1;
      case Arithmetic(_, var left, var right) -> aggregates(left) + aggregates(right);
    };
  }

  private static @Nullable Operator operator(Token token) {
    if (token.kind() != Token.Kind.SYMBOL) {
      return null;
    }
    for (Operator operator : Operator.values()) {
      if (operator.text().equals(token.text())) {
        return operator;
      }
    }
    return null;
  }
}
