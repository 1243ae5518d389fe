package dev.hopwise.sample.head;

import dev.hopwise.model.Resource;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.FieldExpression.AttributeOf;
import dev.hopwise.traceql.FieldExpression.Binary;
import dev.hopwise.traceql.FieldExpression.Constant;
import dev.hopwise.traceql.FieldExpression.Scope;
import dev.hopwise.traceql.Intrinsic;
import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.Stage;
import dev.hopwise.traceql.Value;

/// What a query says about how a matching trace starts. It over-approximates: what it leaves open
/// may be anything, so that no trace that could match is missed at the head.
///
/// ```
/// { resource.service.name = "payments" && span.http.route = "/pay" }   a span of payments, anywhere in the trace
/// { rootServiceName = "gateway" && rootName = "GET /cart" }            starts there, under that name
/// ```
///
/// @param rootService that starts the trace; empty when any may
/// @param rootName of the span that starts it; empty when any may
/// @param service that has a span in the trace; empty when none has to
record HeadScope(String rootService, String rootName, String service) {

  private static final HeadScope ANY = new HeadScope("", "", "");

  static HeadScope of(Query query) {
    HeadScope scope = ANY;
    for (Stage stage : query.pipeline().stages()) {
      scope = scope.and(of(stage));
    }
    return scope;
  }

  /// Whether a trace that a service starts may match.
  boolean mayStartAt(String starter, ServiceCallers callers) {
    if (!rootService.isEmpty()) {
      return rootService.equals(starter);
    }
    return service.isEmpty() || service.equals(starter) || callers.reaches(starter, service);
  }

  /// What does not only choose among the spans, such as `select` and `by`, adds nothing.
  private static HeadScope of(Stage stage) {
    return switch (stage) {
      case Stage.Filter(FieldExpression condition) when condition != null -> of(condition);
      case Stage.Both(var left, var right) -> of(left).and(of(right));
      case Stage.Structural(_, Stage.Mode mode, var left, var right) ->
          mode == Stage.Mode.RIGHT_UNRELATED ? of(right) : of(left).and(of(right));
      case Stage.Nested(var nested) ->
          nested.stages().stream().map(HeadScope::of).reduce(ANY, HeadScope::and);
      default -> ANY;
    };
  }

  private static HeadScope of(FieldExpression condition) {
    return switch (condition) {
      case Binary(Operator operator, var left, var right) when operator == Operator.AND ->
          of(left).and(of(right));
      case Binary(Operator operator, var field, Constant(Value.Text(String text)))
          when operator == Operator.EQUAL ->
          ofEqual(field, text);
      case Binary(Operator operator, Constant(Value.Text(String text)), var field)
          when operator == Operator.EQUAL ->
          ofEqual(field, text);
      default -> ANY;
    };
  }

  private static HeadScope ofEqual(FieldExpression field, String text) {
    return switch (field) {
      case Intrinsic intrinsic when intrinsic == Intrinsic.ROOT_SERVICE ->
          new HeadScope(text, "", "");
      case Intrinsic intrinsic when intrinsic == Intrinsic.ROOT_NAME -> new HeadScope("", text, "");
      case AttributeOf(Scope scope, String name)
          when scope == Scope.RESOURCE && name.equals(Resource.SERVICE_NAME) ->
          new HeadScope("", "", text);
      default -> ANY;
    };
  }

  private HeadScope and(HeadScope other) {
    return new HeadScope(
        first(rootService, other.rootService),
        first(rootName, other.rootName),
        first(service, other.service));
  }

  private static String first(String left, String right) {
    return left.isEmpty() ? right : left;
  }
}
