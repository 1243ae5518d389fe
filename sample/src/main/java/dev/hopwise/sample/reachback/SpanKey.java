package dev.hopwise.sample.reachback;

import dev.hopwise.model.SpanKind;
import dev.hopwise.model.otlp.SpanBatch;

/// What tells the spans of one trace apart, as the store does.
public record SpanKey(long startEpochNanos, long spanId, SpanKind kind) {

  /// Of a span of a batch.
  public static SpanKey of(SpanBatch batch, int span) {
    return new SpanKey(
        batch.startEpochNanos[span], batch.spanId[span], SpanKind.ofNumber(batch.kind[span]));
  }
}
