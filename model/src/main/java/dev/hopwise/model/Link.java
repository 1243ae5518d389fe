package dev.hopwise.model;

/// A reference to a span of this or another trace.
///
/// @param spanId zero when the sender gave none
/// @param flags W3C trace flags in bits 0..7, further bits as OTLP defines them
public record Link(
    TraceId traceId,
    long spanId,
    String traceState,
    Attributes attributes,
    int droppedAttributesCount,
    int flags) {}
