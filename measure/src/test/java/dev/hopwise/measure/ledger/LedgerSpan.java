package dev.hopwise.measure.ledger;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Link;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.testkit.Batches;
import java.util.List;

/// Spans for tests, changed one property at a time.
record LedgerSpan(
    Attributes resource,
    InstrumentationScope scope,
    String name,
    TraceId traceId,
    long spanId,
    Attributes attributes,
    List<Event> events,
    List<Link> links) {

  static LedgerSpan of(String service, String name) {
    return new LedgerSpan(
        Attributes.of(Resource.SERVICE_NAME, service),
        InstrumentationScope.EMPTY,
        name,
        new TraceId(1, 2),
        1,
        Attributes.EMPTY,
        List.of(),
        List.of());
  }

  LedgerSpan trace(long trace, long id) {
    return new LedgerSpan(
        resource, scope, name, new TraceId(trace, trace), id, attributes, events, links);
  }

  LedgerSpan with(Attributes all) {
    return new LedgerSpan(resource, scope, name, traceId, spanId, all, events, links);
  }

  LedgerSpan with(String key, String value) {
    return with(attributes.with(key, AttributeValue.of(value)));
  }

  LedgerSpan resource(String key, String value) {
    return new LedgerSpan(
        resource.with(key, AttributeValue.of(value)),
        scope,
        name,
        traceId,
        spanId,
        attributes,
        events,
        links);
  }

  LedgerSpan in(InstrumentationScope value) {
    return new LedgerSpan(resource, value, name, traceId, spanId, attributes, events, links);
  }

  LedgerSpan events(List<Event> value) {
    return new LedgerSpan(resource, scope, name, traceId, spanId, attributes, value, links);
  }

  LedgerSpan links(List<Link> value) {
    return new LedgerSpan(resource, scope, name, traceId, spanId, attributes, events, value);
  }

  Span make() {
    return new Span(
        traceId,
        spanId,
        0,
        "",
        0,
        name,
        SpanKind.INTERNAL,
        1_795_349_947_482_000_000L,
        1_795_349_947_483_000_000L,
        attributes,
        0,
        events,
        0,
        links,
        0,
        new Status(StatusCode.UNSET, ""),
        new Resource(resource, 0, ""),
        scope);
  }

  static SpanBatch batch(LedgerSpan... spans) {
    return batch(List.of(spans));
  }

  static SpanBatch batch(List<LedgerSpan> spans) {
    return Batches.of(spans.stream().map(LedgerSpan::make).toList());
  }
}
