package dev.hopwise.traceql;

import dev.hopwise.traceql.MetricsFunction.Compare;
import dev.hopwise.traceql.MetricsFunction.Kind;
import dev.hopwise.traceql.MetricsFunction.OverTime;
import dev.hopwise.traceql.TraceQlException.ParseError;
import dev.hopwise.traceql.TraceQlException.Unsupported;
import dev.hopwise.traceql.TraceQlException.ValidationError;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `rate() by (x)`, `compare({…})` and what may stand behind them.
final class MetricsFunctionParser {

  /// Also what looks like one, so that a slip is told as what it is.
  private static final Pattern FUNCTION = Pattern.compile("rate|[a-z]+_over_time|compare");

  private static final String COMPARE = "compare";

  private final TokenStream in;
  private final Parser pipelines;
  private final FieldParser fields;

  MetricsFunctionParser(TokenStream in, Parser pipelines, FieldParser fields) {
    this.in = in;
    this.pipelines = pipelines;
    this.fields = fields;
  }

  static boolean isFunction(Token token) {
    return token.kind() == Token.Kind.WORD && FUNCTION.matcher(token.text()).matches();
  }

  MetricsFunction function() {
    Token name = in.take();
    if (name.is(COMPARE)) {
      return compare(name);
    }
    for (Kind kind : Kind.values()) {
      if (name.is(kind.text())) {
        return overTime(kind);
      }
    }
    TreeSet<String> known = new TreeSet<>(List.of(COMPARE));
    for (Kind kind : Kind.values()) {
      known.add(kind.text());
    }
    throw new ParseError(
        name.position(),
        name.length(),
        "\"" + name.text() + "\" is no metrics function; known are " + String.join(", ", known));
  }

  private OverTime overTime(Kind kind) {
    in.expect("(");
    @Nullable FieldExpression argument = kind.counts() ? null : number(kind);
    List<Double> quantiles = new ArrayList<>();
    if (kind == Kind.QUANTILE_OVER_TIME) {
      do {
        in.expect(",");
        quantiles.add(quantile());
      } while (in.peek().is(","));
    }
    in.expect(")");
    return new OverTime(kind, argument, quantiles, in.peek().is("by") ? by() : List.of());
  }

  private FieldExpression number(Kind kind) {
    Token start = in.peek();
    FieldExpression argument = fields.field();
    if (!Type.of(argument).canBe(Type.NUMBER)) {
      in.defer(
          new ValidationError(
              start.position(),
              start.length(),
              kind.text() + " takes a number, not " + Type.of(argument).words()));
    }
    return argument;
  }

  private double quantile() {
    Token start = in.peek();
    Value.Numeric number = number("a quantile such as 0.95");
    double quantile = number.number().doubleValue();
    if (number instanceof Value.DurationNanos || !(quantile >= 0 && quantile <= 1)) {
      in.defer(
          new ValidationError(
              start.position(),
              in.lastEnd() - start.position(),
              "a quantile lies between 0 and 1"));
      return 0;
    }
    return quantile;
  }

  private List<FieldExpression> by() {
    Token start = in.take();
    List<FieldExpression> by = fields.list();
    if (by.size() > MetricsFunction.GROUPS_MAX) {
      in.defer(
          new Unsupported(
              start.position(),
              in.lastEnd() - start.position(),
              "by() takes at most " + MetricsFunction.GROUPS_MAX + " attributes here"));
    }
    return by;
  }

  private Compare compare(Token name) {
    in.expect("(");
    if (!in.peek().is("{")) {
      throw in.expected("a spanset such as { status = error }");
    }
    Stage.Filter selection = pipelines.filter();
    long topN = in.takeIf(",") ? integer() : Compare.TOP_N_DEFAULT;
    long from = 0;
    long to = 0;
    boolean ranged = in.takeIf(",");
    if (ranged) {
      from = integer();
      in.expect(",");
      to = integer();
    }
    in.expect(")");
    check(topN > 0 && topN <= Integer.MAX_VALUE, name, "compare() tells at least one value");
    check(
        !ranged || (from > 0 && to > from),
        name,
        "the range of compare() is two times in unix nanoseconds, the later one last");
    return new Compare(selection, Math.clamp(topN, 1, Integer.MAX_VALUE), from, to);
  }

  private void check(boolean holds, Token start, String message) {
    if (!holds) {
      in.defer(new ValidationError(start.position(), in.lastEnd() - start.position(), message));
    }
  }

  private long integer() {
    Token token = in.peek();
    if (number("an integer") instanceof Value.Int(long integer)) {
      return integer;
    }
    throw new ParseError(token.position(), token.length(), "expected an integer");
  }

  /// With its sign.
  Value.Numeric number(String what) {
    Token token = in.peek();
    if ((token.kind() == Token.Kind.LITERAL || token.is("-"))
        && fields.constant() instanceof Value.Numeric number) {
      return number;
    }
    throw new ParseError(
        token.position(), token.length(), "expected " + what + ", found " + token.described());
  }

  /// Any number of `| topk(n)`, `| bottomk(n)` and comparisons, before which a `|` may stand.
  List<SeriesStage> stages() {
    List<SeriesStage> stages = new ArrayList<>();
    while (true) {
      boolean piped = in.takeIf("|");
      Token token = in.peek();
      @Nullable Operator comparison = comparison(token);
      if (comparison != null) {
        in.take();
        in.countOperator(token);
        stages.add(new SeriesStage.Threshold(comparison, number("a number")));
      } else if (piped) {
        stages.add(top());
      } else {
        return stages;
      }
    }
  }

  private SeriesStage top() {
    Token name = in.peek();
    if (!name.is("topk") && !name.is("bottomk")) {
      throw in.expected("topk(…), bottomk(…) or a comparison with a number");
    }
    in.take();
    in.countOperator(name);
    in.expect("(");
    long n = integer();
    in.expect(")");
    check(n > 0, name, name.text() + " chooses at least one series");
    return new SeriesStage.Top(Math.clamp(n, 1, Integer.MAX_VALUE), name.is("bottomk"));
  }

  private static @Nullable Operator comparison(Token token) {
    if (token.kind() == Token.Kind.SYMBOL) {
      for (Operator operator : Operator.values()) {
        if (operator.isComparison() && token.is(operator.text())) {
          return operator;
        }
      }
    }
    return null;
  }
}
