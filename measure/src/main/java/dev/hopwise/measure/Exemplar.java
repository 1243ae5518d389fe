package dev.hopwise.measure;

import dev.hopwise.model.TraceId;

/// A span of a trace that was kept.
///
/// @param startEpochNanos of the span, by the sender's clock
/// @param durationNanos of the span, not negative
/// @param epochNanos when the span was stored
public record Exemplar(
    TraceId traceId, long spanId, long startEpochNanos, long durationNanos, long epochNanos) {

  /// The label of the trace's id, as OpenMetrics and OpenTelemetry name it.
  public static final String TRACE_ID = "trace_id";

  /// Likewise of the span's.
  public static final String SPAN_ID = "span_id";

  /// The duration as it is published.
  public double durationSeconds() {
    return durationNanos / 1e9;
  }
}
