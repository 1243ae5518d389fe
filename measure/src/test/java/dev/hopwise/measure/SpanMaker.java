package dev.hopwise.measure;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.testkit.Batches;
import java.time.Duration;
import java.util.List;

/// Spans for tests, changed one property at a time.
record SpanMaker(
    String service,
    String name,
    SpanKind kind,
    StatusCode status,
    TraceId traceId,
    long spanId,
    long parentId,
    long durationNanos,
    String traceState,
    Attributes attributes) {

  static final long NOW = 1_795_349_947_482_000_000L;

  static SpanMaker span(String service, String name) {
    return new SpanMaker(
        service,
        name,
        SpanKind.INTERNAL,
        StatusCode.UNSET,
        new TraceId(1, 2),
        1,
        0,
        1_000_000,
        "",
        Attributes.EMPTY);
  }

  SpanMaker kind(SpanKind value) {
    return new SpanMaker(
        service,
        name,
        value,
        status,
        traceId,
        spanId,
        parentId,
        durationNanos,
        traceState,
        attributes);
  }

  SpanMaker status(StatusCode value) {
    return new SpanMaker(
        service,
        name,
        kind,
        value,
        traceId,
        spanId,
        parentId,
        durationNanos,
        traceState,
        attributes);
  }

  SpanMaker ids(long trace, long id, long parent) {
    return new SpanMaker(
        service,
        name,
        kind,
        status,
        new TraceId(trace, trace),
        id,
        parent,
        durationNanos,
        traceState,
        attributes);
  }

  SpanMaker took(Duration value) {
    return new SpanMaker(
        service,
        name,
        kind,
        status,
        traceId,
        spanId,
        parentId,
        value.toNanos(),
        traceState,
        attributes);
  }

  SpanMaker state(String value) {
    return new SpanMaker(
        service, name, kind, status, traceId, spanId, parentId, durationNanos, value, attributes);
  }

  SpanMaker with(String key, String value) {
    return new SpanMaker(
        service,
        name,
        kind,
        status,
        traceId,
        spanId,
        parentId,
        durationNanos,
        traceState,
        attributes.with(key, AttributeValue.of(value)));
  }

  Span make() {
    return new Span(
        traceId,
        spanId,
        parentId,
        traceState,
        0,
        name,
        kind,
        NOW,
        NOW + durationNanos,
        attributes,
        0,
        List.of(),
        0,
        List.of(),
        0,
        new Status(status, ""),
        service.isEmpty()
            ? Resource.EMPTY
            : new Resource(Attributes.of(Resource.SERVICE_NAME, service), 0, ""),
        InstrumentationScope.EMPTY);
  }

  static SpanBatch batch(SpanMaker... spans) {
    return Batches.of(List.of(spans).stream().map(SpanMaker::make).toList());
  }

  static SpanBatch batch(List<SpanMaker> spans) {
    return Batches.of(spans.stream().map(SpanMaker::make).toList());
  }
}
