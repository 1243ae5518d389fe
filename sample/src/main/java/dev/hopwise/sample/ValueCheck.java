package dev.hopwise.sample;

import dev.hopwise.traceql.Comparisons;
import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.Value;

/// A {@link ValueTest} on raw values. Says exactly what the evaluator says of the decoded value;
/// allocates nothing, except for arrays and for comparisons by order of texts that are not ASCII.
interface ValueCheck {

  boolean holds(RawValue value);

  static ValueCheck of(ValueTest test) {
    return switch (test) {
      case ValueTest.Present _ -> _ -> true;
      case ValueTest.Truth(boolean truth) ->
          value -> value.type == RawValue.Type.BOOL && value.number == (truth ? 1 : 0);
      case ValueTest.Match(var regex, var negated) -> new MatchCheck(regex, negated);
      case ValueTest.Compare(var comparison, var constant) -> compare(comparison, constant);
    };
  }

  private static ValueCheck compare(Operator comparison, Value constant) {
    return switch (constant) {
      case Value.Text(String text) -> new TextCheck(comparison, text);
      case Value.Numeric numeric -> new NumberCheck(comparison, numeric);
      case Value.Bool(boolean truth) ->
          equality(comparison, constant, RawValue.Type.BOOL, truth ? 1 : 0);
      case Value.Status(var code) ->
          equality(comparison, constant, RawValue.Type.STATUS, code.number());
      case Value.Kind(var kind) ->
          equality(comparison, constant, RawValue.Type.KIND, kind.number());
      case Value.Nil _, Value.Many _, Value.Opaque _ ->
          value -> Comparisons.holds(comparison, value.toValue(), constant);
    };
  }

  /// Of values that are equal or not, but in no order.
  private static ValueCheck equality(
      Operator comparison, Value constant, RawValue.Type type, int number) {
    boolean equal = comparison == Operator.EQUAL;
    boolean compares = equal || comparison == Operator.NOT_EQUAL;
    return value ->
        value.type == RawValue.Type.ARRAY
            ? Comparisons.holds(comparison, value.toValue(), constant)
            : compares && value.type == type && value.number == number == equal;
  }
}
