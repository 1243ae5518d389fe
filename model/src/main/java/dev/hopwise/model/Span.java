package dev.hopwise.model;

import java.util.List;

/// One span, whole, as it was sent.
///
/// @param spanId never zero
/// @param parentSpanId zero for a root
/// @param traceState the W3C header's text, empty when absent
/// @param flags W3C trace flags in bits 0..7, further bits as OTLP defines them
/// @param startEpochNanos nanoseconds since 1970
/// @param endEpochNanos nanoseconds since 1970; may lie before the start where a clock was set back
/// @param kept how it came to be kept; {@link Kept#UNKNOWN} for a span that no store has given back
public record Span(
    TraceId traceId,
    long spanId,
    long parentSpanId,
    String traceState,
    int flags,
    String name,
    SpanKind kind,
    long startEpochNanos,
    long endEpochNanos,
    Attributes attributes,
    int droppedAttributesCount,
    List<Event> events,
    int droppedEventsCount,
    List<Link> links,
    int droppedLinksCount,
    Status status,
    Resource resource,
    InstrumentationScope scope,
    Kept kept) {

  public Span {
    events = List.copyOf(events);
    links = List.copyOf(links);
  }

  /// A span as its sender made it, without a decision.
  public Span(
      TraceId traceId,
      long spanId,
      long parentSpanId,
      String traceState,
      int flags,
      String name,
      SpanKind kind,
      long startEpochNanos,
      long endEpochNanos,
      Attributes attributes,
      int droppedAttributesCount,
      List<Event> events,
      int droppedEventsCount,
      List<Link> links,
      int droppedLinksCount,
      Status status,
      Resource resource,
      InstrumentationScope scope) {
    this(
        traceId,
        spanId,
        parentSpanId,
        traceState,
        flags,
        name,
        kind,
        startEpochNanos,
        endEpochNanos,
        attributes,
        droppedAttributesCount,
        events,
        droppedEventsCount,
        links,
        droppedLinksCount,
        status,
        resource,
        scope,
        Kept.UNKNOWN);
  }

  /// The same span, kept thus.
  public Span withKept(Kept how) {
    return new Span(
        traceId,
        spanId,
        parentSpanId,
        traceState,
        flags,
        name,
        kind,
        startEpochNanos,
        endEpochNanos,
        attributes,
        droppedAttributesCount,
        events,
        droppedEventsCount,
        links,
        droppedLinksCount,
        status,
        resource,
        scope,
        how);
  }

  /// End minus start; negative where a clock was set back.
  public long durationNanos() {
    return endEpochNanos - startEpochNanos;
  }

  /// Whether it names no parent.
  public boolean isRoot() {
    return parentSpanId == SpanId.NONE;
  }

  /// The service that sent it.
  public String serviceName() {
    return resource.serviceName();
  }
}
