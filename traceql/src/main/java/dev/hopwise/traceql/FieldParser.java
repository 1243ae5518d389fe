package dev.hopwise.traceql;

import com.google.re2j.PatternSyntaxException;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.traceql.FieldExpression.Binary;
import dev.hopwise.traceql.FieldExpression.Constant;
import dev.hopwise.traceql.FieldExpression.Matches;
import dev.hopwise.traceql.FieldExpression.Negate;
import dev.hopwise.traceql.FieldExpression.Not;
import dev.hopwise.traceql.FieldExpression.Presence;
import dev.hopwise.traceql.TraceQlException.ParseError;
import dev.hopwise.traceql.TraceQlException.Unsupported;
import dev.hopwise.traceql.TraceQlException.ValidationError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Field expressions, by precedence climbing, checked while they are built.
final class FieldParser {

  private static final String OPERAND = "an attribute, an intrinsic or a value";

  private static final Map<String, Value> KEYWORDS = keywords();

  private final TokenStream in;

  FieldParser(TokenStream in) {
    this.in = in;
  }

  /// What stands between braces: something that is true or false.
  FieldExpression condition() {
    int start = in.peek().position();
    FieldExpression condition = expression(0);
    check(
        Type.of(condition).canBe(Type.BOOL),
        start,
        () -> "a condition is true or false, but this is " + Type.of(condition).words());
    return condition;
  }

  /// `name(x)`, the name being the next token.
  FieldExpression soleArgument() {
    in.take();
    in.expect("(");
    int start = in.peek().position();
    FieldExpression argument = expression(0);
    check(MentionedFields.anyIn(argument), start, () -> "this does not depend on the span");
    in.expect(")");
    return argument;
  }

  /// An attribute or intrinsic alone.
  FieldExpression field() {
    Token token = in.peek();
    FieldExpression operand = operand();
    if (operand instanceof FieldExpression.AttributeOf || operand instanceof Intrinsic) {
      return operand;
    }
    throw new ParseError(token.position(), token.length(), "expected an attribute or intrinsic");
  }

  /// `(x, …)` of attributes and intrinsics.
  List<FieldExpression> list() {
    in.expect("(");
    List<FieldExpression> all = new ArrayList<>();
    do {
      all.add(field());
    } while (in.takeIf(","));
    in.expect(")");
    return all;
  }

  /// A value that is the same for all spans.
  Value constant() {
    Token token = in.peek();
    if (operand() instanceof Constant(Value value)) {
      return value;
    }
    throw new ParseError(token.position(), token.length(), "expected a value");
  }

  private FieldExpression expression(int lowest) {
    int start = in.peek().position();
    FieldExpression left = operand();
    while (in.peek().kind() == Token.Kind.SYMBOL) {
      Token token = in.peek();
      boolean matches = token.is("=~") || token.is("!~");
      Operator operator = operator(token.text());
      if (!matches && operator == null) {
        break;
      }
      int precedence = operator == null ? Operator.MATCH_PRECEDENCE : operator.precedence();
      if (precedence < lowest) {
        break;
      }
      in.take();
      in.countOperator(token);
      left =
          operator == null
              ? matches(left, token, start)
              : binary(left, operator, start, precedence);
    }
    return left;
  }

  private FieldExpression binary(
      FieldExpression left, Operator operator, int start, int precedence) {
    boolean rightAssociative = operator == Operator.POWER;
    in.enter();
    FieldExpression right = expression(rightAssociative ? precedence : precedence + 1);
    in.leave();
    if (isNil(left) || isNil(right)) {
      return presence(isNil(left) ? right : left, operator, start);
    }
    checkTypes(operator, Type.of(left), Type.of(right), start);
    return new Binary(operator, left, right);
  }

  private void checkTypes(Operator operator, Type left, Type right, int start) {
    switch (operator.group()) {
      case LOGIC ->
          check(
              left.canBe(Type.BOOL) && right.canBe(Type.BOOL),
              start,
              () ->
                  operator.text()
                      + " joins conditions, not "
                      + left.words()
                      + " and "
                      + right.words());
      case ARITHMETIC ->
          check(
              left.canBe(Type.NUMBER) && right.canBe(Type.NUMBER),
              start,
              () ->
                  operator.text()
                      + " takes numbers, not "
                      + left.words()
                      + " and "
                      + right.words());
      case EQUALITY ->
          check(
              left.canBe(right),
              start,
              () -> left.words() + " cannot be compared with " + right.words());
      case ORDER -> {
        check(
            left.canBe(right),
            start,
            () -> left.words() + " cannot be compared with " + right.words());
        check(
            isOrdered(left) && isOrdered(right),
            start,
            () ->
                operator.text()
                    + " compares numbers and texts, not "
                    + (isOrdered(left) ? right : left).words());
      }
    }
  }

  private static boolean isOrdered(Type type) {
    return type == Type.ANY || type == Type.NUMBER || type == Type.TEXT;
  }

  private FieldExpression presence(FieldExpression operand, Operator operator, int start) {
    boolean equality = operator.group() == Operator.Group.EQUALITY;
    check(equality, start, () -> "nil can be compared with = and != only");
    check(
        operand instanceof FieldExpression.AttributeOf && !MentionedFields.isService(operand),
        start,
        () -> "only attributes can be nil, and resource.service.name never is");
    return new Presence(operand, operator == Operator.NOT_EQUAL);
  }

  private FieldExpression matches(FieldExpression left, Token operator, int start) {
    in.enter();
    Token pattern = in.peek();
    FieldExpression right = expression(Operator.MATCH_PRECEDENCE + 1);
    in.leave();
    check(
        Type.of(left).canBe(Type.TEXT),
        start,
        () -> operator.text() + " takes a text, not " + Type.of(left).words());
    if (right instanceof Constant(Value.Text(String text))) {
      return new Matches(left, regex(text, pattern), operator.is("!~"));
    }
    in.defer(
        Type.of(right).canBe(Type.TEXT)
            ? new Unsupported(
                pattern.position(),
                pattern.length(),
                "a regular expression can only be a text in quotes here")
            : new ValidationError(
                pattern.position(),
                pattern.length(),
                "a regular expression is a text in quotes, not " + Type.of(right).words()));
    return left;
  }

  private Regex regex(String text, Token token) {
    try {
      if (text.length() <= TraceQl.REGEX_LENGTH_MAX) {
        return new Regex(text);
      }
      in.defer(
          new ValidationError(
              token.position(),
              token.length(),
              "a regular expression has at most " + TraceQl.REGEX_LENGTH_MAX + " characters"));
    } catch (PatternSyntaxException e) {
      in.defer(
          new ValidationError(
              token.position(),
              token.length(),
              "no RE2 expression: " + e.getDescription() + ": " + e.getPattern()));
    }
    return new Regex("");
  }

  private FieldExpression operand() {
    Token token = in.take();
    return switch (token.kind()) {
      case LITERAL, ATTRIBUTE -> token.payload();
      case WORD -> word(token);
      case SYMBOL -> prefixed(token);
      case END -> throw unexpected(token);
    };
  }

  private FieldExpression prefixed(Token token) {
    in.enter();
    int start = in.peek().position();
    FieldExpression result =
        switch (token.text()) {
          case "(" -> {
            FieldExpression inner = expression(0);
            in.expect(")");
            yield inner;
          }
          case "!" -> {
            in.countOperator(token);
            FieldExpression inner = expression(Operator.NOT_PRECEDENCE + 1);
            check(
                Type.of(inner).canBe(Type.BOOL),
                start,
                () -> "! takes a condition, not " + Type.of(inner).words());
            yield new Not(inner);
          }
          case "-" -> negative(token, start);
          default -> throw unexpected(token);
        };
    in.leave();
    return result;
  }

  private FieldExpression negative(Token token, int start) {
    in.countOperator(token);
    boolean literal = in.peek().kind() == Token.Kind.LITERAL;
    FieldExpression inner = expression(Operator.NEGATE_PRECEDENCE);
    check(
        Type.of(inner).canBe(Type.NUMBER),
        start,
        () -> "- takes a number, not " + Type.of(inner).words());
    if (literal && inner instanceof Constant(Value.Numeric number)) {
      return new Constant(Numbers.negate(number));
    }
    return new Negate(inner);
  }

  private FieldExpression word(Token token) {
    @Nullable Value keyword = KEYWORDS.get(token.text());
    if (keyword != null) {
      return new Constant(keyword);
    }
    @Nullable Intrinsic intrinsic = Intrinsic.ofText(token.text());
    if (intrinsic != null) {
      return intrinsic;
    }
    if (token.is("parent")) {
      in.defer(
          new Unsupported(
              token.position(),
              token.length(),
              "the intrinsic parent is not answered here; use span:parentID or nestedSetParent"));
      return new FieldExpression.AttributeOf(FieldExpression.Scope.ANY, token.text());
    }
    throw new ParseError(
        token.position(), token.length(), Suggestion.forUnknown(token.text(), KEYWORDS.keySet()));
  }

  private static ParseError unexpected(Token token) {
    return new ParseError(
        token.position(), token.length(), "expected " + OPERAND + ", found " + token.described());
  }

  private void check(boolean holds, int start, java.util.function.Supplier<String> message) {
    if (!holds) {
      in.defer(new ValidationError(start, in.lastEnd() - start, message.get()));
    }
  }

  private static boolean isNil(FieldExpression expression) {
    return expression instanceof Constant(Value.Nil _);
  }

  private static @Nullable Operator operator(String text) {
    for (Operator operator : Operator.values()) {
      if (operator.text().equals(text)) {
        return operator;
      }
    }
    return null;
  }

  private static Map<String, Value> keywords() {
    Map<String, Value> all = new HashMap<>();
    all.put("true", new Value.Bool(true));
    all.put("false", new Value.Bool(false));
    all.put("nil", Value.NIL);
    all.put("minInt", new Value.Int(Long.MIN_VALUE));
    all.put("maxInt", new Value.Int(Long.MAX_VALUE));
    for (StatusCode code : StatusCode.values()) {
      all.put(code.name().toLowerCase(Locale.ROOT), new Value.Status(code));
    }
    for (SpanKind kind : SpanKind.values()) {
      all.put(kind.name().toLowerCase(Locale.ROOT), new Value.Kind(kind));
    }
    return Map.copyOf(all);
  }
}
