package dev.hopwise.testkit;

import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.TraceId;
import java.util.List;

/// Spans of which only the identity matters.
public final class SpanEdits {

  private static final long DURATION_NANOS = 1_000;

  private SpanEdits() {}

  /// An internal span.
  public static Span at(TraceId traceId, long spanId, long startEpochNanos) {
    return at(traceId, spanId, SpanKind.INTERNAL, startEpochNanos);
  }

  /// A span of a kind.
  public static Span at(TraceId traceId, long spanId, SpanKind kind, long startEpochNanos) {
    return new Span(
        traceId,
        spanId,
        0,
        "",
        0,
        "span " + spanId,
        kind,
        startEpochNanos,
        startEpochNanos + DURATION_NANOS,
        Attributes.EMPTY,
        0,
        List.of(),
        0,
        List.of(),
        0,
        Status.UNSET,
        new Resource(Attributes.of(Resource.SERVICE_NAME, "made"), 0, ""),
        InstrumentationScope.EMPTY);
  }
}
