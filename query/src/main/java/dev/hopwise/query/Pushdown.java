package dev.hopwise.query;

import dev.hopwise.store.SpanFilter;
import dev.hopwise.traceql.Pipeline;
import dev.hopwise.traceql.Stage;
import java.util.List;

/// What the store can be asked for a query.
///
/// The filter matches every span that the query selects (so that a trace's place by the filter is
/// never behind its place by the query), and maybe more.
///
/// @param exact whether it matches no other spans
public record Pushdown(SpanFilter filter, boolean exact) {

  static final Pushdown EVERYTHING = new Pushdown(SpanFilter.ALL, false);

  /// Of a whole pipeline.
  public static Pushdown of(Pipeline pipeline) {
    if (!(pipeline.stages().getFirst() instanceof Stage.SpansetExpression first)) {
      return EVERYTHING;
    }
    // Later stages only take spans away, except those that take none.
    boolean complete =
        pipeline.stages().stream().skip(1).allMatch(stage -> stage instanceof Stage.Select);
    Pushdown spans = of(first);
    return complete ? spans : spans.inexact();
  }

  private static Pushdown of(Stage.SpansetExpression expression) {
    return switch (expression) {
      case Stage.Filter(var condition) ->
          condition == null ? new Pushdown(SpanFilter.ALL, true) : Conditions.translate(condition);
      case Stage.Both(var left, var right) -> either(of(left), of(right)).inexact();
      case Stage.Either(var left, var right) -> either(of(left), of(right));
      case Stage.Structural(_, var mode, var left, var right) ->
          mode == Stage.Mode.BOTH ? either(of(left), of(right)).inexact() : of(right).inexact();
      case Stage.Nested(var pipeline) -> of(pipeline);
    };
  }

  static Pushdown either(Pushdown a, Pushdown b) {
    return new Pushdown(new SpanFilter.Or(List.of(a.filter, b.filter)), a.exact && b.exact);
  }

  static Pushdown both(Pushdown a, Pushdown b) {
    return new Pushdown(new SpanFilter.And(List.of(a.filter, b.filter)), a.exact && b.exact);
  }

  Pushdown inexact() {
    return exact ? new Pushdown(filter, false) : this;
  }
}
