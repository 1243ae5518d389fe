package dev.hopwise.traceql.series;

import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Value;

/// A stored span as series are made of it.
public interface SampledSpan {

  /// When it started.
  long startEpochNanos();

  /// Its trace.
  long traceIdHigh();

  /// The second half of that.
  long traceIdLow();

  /// With which a span like it is stored, above 0 and at most 1.
  double probability();

  /// How many spans it stands for: 0 for what was added to a sample that was whole without it.
  double weight();

  /// The value of an attribute or intrinsic that the query mentions.
  Value value(FieldExpression field);
}
