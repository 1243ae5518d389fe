package dev.hopwise.query;

import dev.hopwise.model.Resource;
import dev.hopwise.store.Field;
import dev.hopwise.store.Field.AttributeOf;
import dev.hopwise.store.SpanFilter.Comparison;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Intrinsic;
import dev.hopwise.traceql.Operator;
import org.jspecify.annotations.Nullable;

/// TraceQL's names of things and the store's.
public final class Fields {

  private Fields() {}

  /// The store's field with the same values for every span, or null when it has none.
  public static @Nullable Field of(FieldExpression expression) {
    return switch (expression) {
      case FieldExpression.AttributeOf(var scope, var name) ->
          scope == FieldExpression.Scope.RESOURCE && name.equals(Resource.SERVICE_NAME)
              ? Field.Intrinsic.SERVICE
              : new AttributeOf(of(scope), name);
      case Intrinsic intrinsic -> of(intrinsic);
      case FieldExpression.Constant _,
          FieldExpression.Not _,
          FieldExpression.Negate _,
          FieldExpression.Binary _,
          FieldExpression.Matches _,
          FieldExpression.Presence _ ->
          null;
    };
  }

  private static Field.@Nullable Intrinsic of(Intrinsic intrinsic) {
    return switch (intrinsic) {
      case DURATION -> Field.Intrinsic.DURATION;
      case NAME -> Field.Intrinsic.NAME;
      case STATUS -> Field.Intrinsic.STATUS;
      case STATUS_MESSAGE -> Field.Intrinsic.STATUS_MESSAGE;
      case KIND -> Field.Intrinsic.KIND;
      case SPAN_ID -> Field.Intrinsic.SPAN_ID;
      case PARENT_ID -> Field.Intrinsic.PARENT_ID;
      case TRACE_ID -> Field.Intrinsic.TRACE_ID;
      case SCOPE_NAME -> Field.Intrinsic.SCOPE_NAME;
      case SCOPE_VERSION -> Field.Intrinsic.SCOPE_VERSION;
      case CHILD_COUNT,
          ROOT_NAME,
          ROOT_SERVICE,
          TRACE_DURATION,
          EVENT_NAME,
          EVENT_TIME_SINCE_START,
          LINK_TRACE_ID,
          LINK_SPAN_ID,
          NESTED_SET_LEFT,
          NESTED_SET_RIGHT,
          NESTED_SET_PARENT ->
          null;
    };
  }

  private static Field.Scope of(FieldExpression.Scope scope) {
    return switch (scope) {
      case ANY -> Field.Scope.ANY;
      case SPAN -> Field.Scope.SPAN;
      case RESOURCE -> Field.Scope.RESOURCE;
      case EVENT -> Field.Scope.EVENT;
      case LINK -> Field.Scope.LINK;
      case INSTRUMENTATION -> Field.Scope.INSTRUMENTATION;
    };
  }

  static Comparison comparison(Operator operator) {
    return switch (operator) {
      case EQUAL -> Comparison.EQUAL;
      case NOT_EQUAL -> Comparison.NOT_EQUAL;
      case LESS -> Comparison.LESS;
      case LESS_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
      case GREATER -> Comparison.GREATER;
      case GREATER_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
      case OR, AND, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER ->
          throw new IllegalArgumentException(operator.text() + " compares nothing");
    };
  }
}
