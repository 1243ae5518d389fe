package dev.hopwise.traceql.series;

import dev.hopwise.model.Span;
import dev.hopwise.traceql.FieldEvaluator;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.TraceView;
import dev.hopwise.traceql.Value;

/// The spans of a trace, one at a time.
final class TraceSpan implements SampledSpan {

  private final TraceView trace;
  private final FieldEvaluator fields;
  private int index;

  TraceSpan(TraceView trace) {
    this.trace = trace;
    fields = new FieldEvaluator(trace);
  }

  TraceSpan at(int spanIndex) {
    index = spanIndex;
    return this;
  }

  Span span() {
    return trace.tree().span(index);
  }

  @Override
  public long startEpochNanos() {
    return span().startEpochNanos();
  }

  @Override
  public long traceIdHigh() {
    return span().traceId().high();
  }

  @Override
  public long traceIdLow() {
    return span().traceId().low();
  }

  @Override
  public double probability() {
    return span().kept().inclusionProbability();
  }

  @Override
  public double weight() {
    return span().kept().weight();
  }

  @Override
  public Value value(FieldExpression field) {
    return fields.value(field, index);
  }
}
