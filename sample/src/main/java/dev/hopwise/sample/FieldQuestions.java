package dev.hopwise.sample;

import dev.hopwise.model.Resource;
import dev.hopwise.sample.SpanField.OfResource;
import dev.hopwise.sample.SpanField.OfSpan;
import dev.hopwise.sample.SpanField.Own;
import dev.hopwise.sample.SpanField.Service;
import dev.hopwise.traceql.Comparisons;
import dev.hopwise.traceql.FieldEvaluator;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Intrinsic;
import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.TraceView;
import dev.hopwise.traceql.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out what the condition between the braces asks of a single span.
///
/// An expression can be true, false or neither (nil, or no truth value at all), and `!` keeps the
/// third, so that true and false are asked for separately.
final class FieldQuestions {

  private static final FieldEvaluator CONSTANTS = new FieldEvaluator(TraceView.of(List.of()));
  private static final ValueTest PRESENT = new ValueTest.Present();

  private FieldQuestions() {}

  static SpanQuestion isTrue(FieldExpression expression) {
    return switch (expression) {
      case FieldExpression.Constant(Value value) -> constant(Value.isTrue(value));
      case FieldExpression.Not(var operand) -> isFalse(operand);
      case FieldExpression.Negate _ -> constant(false);
      case FieldExpression.AttributeOf _, Intrinsic _ ->
          atom(expression, new ValueTest.Truth(true));
      case FieldExpression.Matches(var operand, var regex, var negated) ->
          atom(operand, new ValueTest.Match(regex, negated));
      case FieldExpression.Presence(var operand, var present) ->
          present ? atom(operand, PRESENT) : atom(operand, PRESENT).not();
      case FieldExpression.Binary binary -> binary(binary);
    };
  }

  private static SpanQuestion isFalse(FieldExpression expression) {
    return switch (expression) {
      case FieldExpression.Constant(Value value) -> constant(value.equals(new Value.Bool(false)));
      case FieldExpression.Not(var operand) -> isTrue(operand);
      case FieldExpression.Negate _ -> constant(false);
      case FieldExpression.AttributeOf _, Intrinsic _ ->
          atom(expression, new ValueTest.Truth(false));
      case FieldExpression.Matches _, FieldExpression.Presence _ -> isTrue(expression).not();
      case FieldExpression.Binary binary ->
          isArithmetic(binary) ? constant(false) : isTrue(expression).not();
    };
  }

  private static SpanQuestion binary(FieldExpression.Binary binary) {
    return switch (binary.operator()) {
      case AND -> isTrue(binary.left()).and(isTrue(binary.right()));
      case OR -> isTrue(binary.left()).or(isTrue(binary.right()));
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER -> constant(false);
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> comparison(binary);
    };
  }

  private static boolean isArithmetic(FieldExpression.Binary binary) {
    return switch (binary.operator()) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER -> true;
      case AND, OR, EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> false;
    };
  }

  private static SpanQuestion comparison(FieldExpression.Binary binary) {
    Operator operator = binary.operator();
    Value left = constantValue(binary.left());
    Value right = constantValue(binary.right());
    if (left != null && right != null) {
      return constant(Comparisons.holds(operator, left, right));
    }
    if (right != null) {
      return atom(binary.left(), new ValueTest.Compare(operator, right));
    }
    return left == null
        ? SpanQuestion.UNKNOWN
        : atom(binary.right(), new ValueTest.Compare(operator.mirrored(), left));
  }

  /// Null unless it is the same for every span.
  private static @Nullable Value constantValue(FieldExpression expression) {
    boolean constant =
        switch (expression) {
          case FieldExpression.Constant _ -> true;
          case FieldExpression.Negate(var operand) -> constantValue(operand) != null;
          case FieldExpression.Binary(_, var left, var right) ->
              constantValue(left) != null && constantValue(right) != null;
          case Intrinsic _,
              FieldExpression.AttributeOf _,
              FieldExpression.Not _,
              FieldExpression.Matches _,
              FieldExpression.Presence _ ->
              false;
        };
    return constant ? CONSTANTS.value(expression, 0) : null;
  }

  private static SpanQuestion constant(boolean truth) {
    return SpanQuestion.exactly(truth ? SpanTest.ALWAYS : SpanTest.NEVER);
  }

  private static SpanQuestion atom(FieldExpression operand, ValueTest test) {
    return switch (operand) {
      case Intrinsic intrinsic -> intrinsic(intrinsic, test);
      case FieldExpression.AttributeOf(var scope, var key) ->
          switch (scope) {
            case SPAN -> known(new OfSpan(key), test);
            case RESOURCE ->
                key.equals(Resource.SERVICE_NAME)
                    ? known(new Service(), test)
                    : known(new OfResource(key), test);
            case ANY -> SpanQuestion.exactly(anywhere(key, test));
            case EVENT, LINK, INSTRUMENTATION -> SpanQuestion.UNKNOWN;
          };
      case FieldExpression.Constant _,
          FieldExpression.Not _,
          FieldExpression.Negate _,
          FieldExpression.Binary _,
          FieldExpression.Matches _,
          FieldExpression.Presence _ ->
          SpanQuestion.UNKNOWN;
    };
  }

  /// The resource's counts only where the span has none.
  private static SpanTest anywhere(String key, ValueTest test) {
    SpanTest absent = SpanTest.not(new SpanTest.Atom(new OfSpan(key), PRESENT));
    SpanTest inherited = new SpanTest.Atom(new OfResource(key), test);
    return SpanTest.or(new SpanTest.Atom(new OfSpan(key), test), SpanTest.and(absent, inherited));
  }

  private static SpanQuestion intrinsic(Intrinsic intrinsic, ValueTest test) {
    return switch (intrinsic) {
      case DURATION -> known(Own.DURATION, test);
      case NAME -> known(Own.NAME, test);
      case STATUS -> known(Own.STATUS, test);
      case KIND -> known(Own.KIND, test);
      case STATUS_MESSAGE -> known(Own.STATUS_MESSAGE, test);
      case SPAN_ID,
          PARENT_ID,
          CHILD_COUNT,
          ROOT_NAME,
          ROOT_SERVICE,
          TRACE_DURATION,
          TRACE_ID,
          EVENT_NAME,
          EVENT_TIME_SINCE_START,
          LINK_TRACE_ID,
          LINK_SPAN_ID,
          SCOPE_NAME,
          SCOPE_VERSION,
          NESTED_SET_LEFT,
          NESTED_SET_RIGHT,
          NESTED_SET_PARENT ->
          SpanQuestion.UNKNOWN;
    };
  }

  private static SpanQuestion known(SpanField field, ValueTest test) {
    return SpanQuestion.exactly(new SpanTest.Atom(field, test));
  }
}
