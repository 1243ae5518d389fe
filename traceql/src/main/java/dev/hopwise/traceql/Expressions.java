package dev.hopwise.traceql;

/// What expressions amount to, wherever the values of attributes and intrinsics come from.
public final class Expressions {

  private Expressions() {}

  /// Where values come from.
  public interface Leaves {

    /// The value of an attribute or intrinsic.
    ///
    /// @param index which span, for who has several
    Value leaf(FieldExpression field, int index);
  }

  /// The value of an expression.
  public static Value value(FieldExpression expression, Leaves leaves, int index) {
    return switch (expression) {
      case FieldExpression.Constant(Value value) -> value;
      case Intrinsic _, FieldExpression.AttributeOf _ -> leaves.leaf(expression, index);
      case FieldExpression.Not(var operand) ->
          value(operand, leaves, index) instanceof Value.Bool(boolean truth)
              ? new Value.Bool(!truth)
              : Value.NIL;
      case FieldExpression.Negate(var operand) ->
          value(operand, leaves, index) instanceof Value.Numeric number
              ? Numbers.negate(number)
              : Value.NIL;
      case FieldExpression.Matches(var operand, var regex, var negated) ->
          new Value.Bool(Comparisons.matches(value(operand, leaves, index), regex, negated));
      case FieldExpression.Presence(var operand, var present) ->
          new Value.Bool(present != value(operand, leaves, index) instanceof Value.Nil);
      case FieldExpression.Binary binary -> binary(binary, leaves, index);
    };
  }

  private static Value binary(FieldExpression.Binary binary, Leaves leaves, int index) {
    Value left = value(binary.left(), leaves, index);
    return switch (binary.operator().group()) {
      case LOGIC ->
          new Value.Bool(
              binary.operator() == Operator.AND
                  ? Value.isTrue(left) && Value.isTrue(value(binary.right(), leaves, index))
                  : Value.isTrue(left) || Value.isTrue(value(binary.right(), leaves, index)));
      case EQUALITY, ORDER ->
          new Value.Bool(
              Comparisons.holds(binary.operator(), left, value(binary.right(), leaves, index)));
      case ARITHMETIC ->
          left instanceof Value.Numeric a
                  && value(binary.right(), leaves, index) instanceof Value.Numeric b
              ? Numbers.calculate(binary.operator(), a.number(), b.number())
              : Value.NIL;
    };
  }
}
