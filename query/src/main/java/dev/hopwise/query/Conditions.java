package dev.hopwise.query;

import dev.hopwise.store.Field;
import dev.hopwise.store.Field.AttributeOf;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.SpanFilter.Comparison;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Intrinsic;
import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.Regex;
import dev.hopwise.traceql.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Conditions of TraceQL in the store's words; what cannot be said becomes "every span".
final class Conditions {

  private Conditions() {}

  static Pushdown translate(FieldExpression condition) {
    return switch (condition) {
      case FieldExpression.Constant(Value value) ->
          exactly(Value.isTrue(value) ? SpanFilter.ALL : new SpanFilter.Or(List.of()));
      case FieldExpression.AttributeOf attribute -> isTrueAttribute(attribute);
      case FieldExpression.Not(var operand) -> not(operand);
      case FieldExpression.Matches(var operand, var regex, var negated) ->
          matches(operand, regex, negated);
      case FieldExpression.Presence(var operand, var present) -> presence(operand, present);
      case FieldExpression.Binary(var operator, var left, var right) ->
          binary(operator, left, right);
      case Intrinsic _, FieldExpression.Negate _ -> Pushdown.EVERYTHING;
    };
  }

  /// An array never is the truth value true, though one that holds it equals it.
  private static Pushdown isTrueAttribute(FieldExpression attribute) {
    @Nullable Field field = Fields.of(attribute);
    return field == null
        ? Pushdown.EVERYTHING
        : new Pushdown(new SpanFilter.BoolIs(field, Comparison.EQUAL, true), false);
  }

  /// What may be nil is neither true nor false, and only comparisons never are nil.
  private static Pushdown not(FieldExpression operand) {
    Pushdown inner = translate(operand);
    boolean neverNil =
        operand instanceof FieldExpression.Matches
            || operand instanceof FieldExpression.Presence
            || operand instanceof FieldExpression.Binary;
    return inner.exact() && neverNil
        ? exactly(new SpanFilter.Not(inner.filter()))
        : Pushdown.EVERYTHING;
  }

  private static Pushdown matches(FieldExpression operand, Regex regex, boolean negated) {
    @Nullable Field field = Fields.of(operand);
    if (field == null) {
      return Pushdown.EVERYTHING;
    }
    if (!negated) {
      return exactly(new SpanFilter.TextMatches(field, regex::matches));
    }
    if (field instanceof Field.Intrinsic) {
      return exactly(new SpanFilter.TextMatches(field, text -> !regex.matches(text)));
    }
    // Not exact: a number is no text that fails to match.
    return new Pushdown(
        new SpanFilter.And(
            List.of(
                new SpanFilter.Exists(field),
                new SpanFilter.Not(new SpanFilter.TextMatches(field, regex::matches)))),
        false);
  }

  private static Pushdown presence(FieldExpression operand, boolean present) {
    @Nullable Field field = Fields.of(operand);
    if (field == null) {
      return Pushdown.EVERYTHING;
    }
    SpanFilter exists = new SpanFilter.Exists(field);
    return exactly(present ? exists : new SpanFilter.Not(exists));
  }

  private static Pushdown binary(Operator operator, FieldExpression left, FieldExpression right) {
    return switch (operator) {
      case AND -> Pushdown.both(translate(left), translate(right));
      case OR -> Pushdown.either(translate(left), translate(right));
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          comparison(operator, left, right);
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER -> Pushdown.EVERYTHING;
    };
  }

  private static Pushdown comparison(
      Operator operator, FieldExpression left, FieldExpression right) {
    if (right instanceof FieldExpression.Constant(Value value)) {
      return comparison(operator, Fields.of(left), value);
    }
    if (left instanceof FieldExpression.Constant(Value value)) {
      return comparison(operator.mirrored(), Fields.of(right), value);
    }
    return Pushdown.EVERYTHING;
  }

  private static Pushdown comparison(Operator operator, @Nullable Field field, Value value) {
    if (field == null) {
      return Pushdown.EVERYTHING;
    }
    Comparison comparison = Fields.comparison(operator);
    return switch (value) {
      case Value.Text(String text) -> exactly(new SpanFilter.TextIs(field, comparison, text));
      case Value.Numeric number ->
          exactly(new SpanFilter.NumberIs(field, comparison, number.number()));
      case Value.Bool(boolean truth) -> exactly(new SpanFilter.BoolIs(field, comparison, truth));
      case Value.Status(var code) when field == Field.Intrinsic.STATUS ->
          exactly(new SpanFilter.NumberIs(field, comparison, (long) code.number()));
      case Value.Kind(var kind) when field == Field.Intrinsic.KIND ->
          exactly(new SpanFilter.NumberIs(field, comparison, (long) kind.number()));
      case Value.Status _, Value.Kind _, Value.Nil _, Value.Many _, Value.Opaque _ ->
          field instanceof AttributeOf
              ? new Pushdown(new SpanFilter.Exists(field), false)
              : Pushdown.EVERYTHING;
    };
  }

  private static Pushdown exactly(SpanFilter filter) {
    return new Pushdown(filter, true);
  }
}
