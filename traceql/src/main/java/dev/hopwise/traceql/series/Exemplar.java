package dev.hopwise.traceql.series;

import dev.hopwise.model.TraceId;

/// A stored trace that a point stands for.
///
/// @param epochNanos when its span started
/// @param value the span's number; NaN where spans are counted
public record Exemplar(TraceId traceId, long epochNanos, double value) {}
