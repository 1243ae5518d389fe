package dev.hopwise.measure;

import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls and durations of one (service, span name, kind, status code) since the process started.
///
/// @param service may be {@link MeasureLimits#OTHER}
/// @param spanName likewise; may be a template
/// @param durations its count is the number of calls
/// @param exemplars by fixed bucket of the durations, null where there is none; empty when there
///   are none at all
public record SpanSeries(
    String service,
    String spanName,
    SpanKind kind,
    StatusCode statusCode,
    HistogramSnapshot durations,
    List<@Nullable Exemplar> exemplars) {}
