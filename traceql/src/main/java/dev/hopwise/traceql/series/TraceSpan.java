package dev.hopwise.traceql.series;

import dev.hopwise.model.Span;
import dev.hopwise.traceql.FieldEvaluator;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.TraceView;
import dev.hopwise.traceql.Value;
import java.util.function.Consumer;

/// The spans of a trace, one at a time.
final class TraceSpan {

  private final TraceView trace;
  private final FieldEvaluator fields;
  private int index;

  private TraceSpan(TraceView trace) {
    this.trace = trace;
    fields = new FieldEvaluator(trace);
  }

  /// Visits the spans of a trace that a pipeline selects, each once, through one object.
  static void forEachSelected(Query pipeline, TraceView trace, Consumer<TraceSpan> visitor) {
    TraceSpan span = new TraceSpan(trace);
    pipeline.evaluate(trace).stream()
        .flatMapToInt(spanset -> spanset.spans())
        .distinct()
        .forEach(index -> visitor.accept(span.at(index)));
  }

  private TraceSpan at(int spanIndex) {
    index = spanIndex;
    return this;
  }

  Span span() {
    return trace.tree().span(index);
  }

  long startEpochNanos() {
    return span().startEpochNanos();
  }

  /// Its trace.
  long traceIdHigh() {
    return span().traceId().high();
  }

  /// The second half of that.
  long traceIdLow() {
    return span().traceId().low();
  }

  /// With which a span like it is stored, above 0 and at most 1.
  double probability() {
    return span().kept().inclusionProbability();
  }

  /// How many spans it stands for: 0 for what was added to a sample that was whole without it.
  double weight() {
    return span().kept().weight();
  }

  /// The value of an attribute or intrinsic that the query mentions.
  Value value(FieldExpression field) {
    return fields.value(field, index);
  }
}
