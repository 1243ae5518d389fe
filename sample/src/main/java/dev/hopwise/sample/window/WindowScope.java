package dev.hopwise.sample.window;

import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.FieldExpression.AttributeOf;
import dev.hopwise.traceql.FieldExpression.Scope;
import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.Pipeline;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.Stage;
import dev.hopwise.traceql.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which traces a window is about.
///
/// @param traceQl says it in full; what follows is how it was asked for, empty where as TraceQL
/// @param service sent the span
/// @param route `http.route` of the same span
/// @param attributes of the same span or of its resource, equal as texts
public record WindowScope(
    String traceQl, String service, String route, Map<String, String> attributes) {

  public WindowScope {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  /// Of a query over the whole trace.
  public static WindowScope ofTraceQl(String traceQl) {
    return new WindowScope(traceQl, "", "", Map.of());
  }

  /// Of what one span of the trace has to have; empty texts ask for nothing.
  public static WindowScope ofSpan(String service, String route, Map<String, String> attributes) {
    List<FieldExpression> parts = new ArrayList<>();
    if (!service.isEmpty()) {
      parts.add(equal(Scope.RESOURCE, "service.name", service));
    }
    if (!route.isEmpty()) {
      parts.add(equal(Scope.SPAN, "http.route", route));
    }
    new TreeMap<>(attributes).forEach((key, value) -> parts.add(equal(Scope.ANY, key, value)));
    @Nullable FieldExpression all =
        parts.stream()
            .reduce((left, right) -> new FieldExpression.Binary(Operator.AND, left, right))
            .orElse(null);
    Query query = new Query(new Pipeline(List.of(new Stage.Filter(all))), Map.of());
    return new WindowScope(query.toString(), service, route, attributes);
  }

  private static FieldExpression equal(Scope scope, String name, String value) {
    return new FieldExpression.Binary(
        Operator.EQUAL,
        new AttributeOf(scope, name),
        new FieldExpression.Constant(new Value.Text(value)));
  }
}
