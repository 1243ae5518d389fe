package dev.hopwise.measure;

import dev.hopwise.model.TraceId;

/// A span of a trace that was kept.
///
/// @param durationNanos of the span, not negative
/// @param epochNanos when the span was received
public record Exemplar(TraceId traceId, long durationNanos, long epochNanos) {}
