package dev.hopwise.model.otlp;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Link;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.model.TraceId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Spans to `ExportTraceServiceRequest` bytes: the answer of trace-by-id in protobuf, the common
/// form that JSON and Zipkin are brought into, and the input that tests make.
public final class SpanEncoder {

  private SpanEncoder() {}

  /// The request bytes, spans grouped by resource and scope in the order of their first appearance.
  public static byte[] encode(List<Span> spans) {
    ProtoWriter request = new ProtoWriter();
    grouped(spans)
        .forEach((resource, scopes) ->
            request.messageField(
                OtlpFields.REQUEST_RESOURCE_SPANS, resourceSpans(resource, scopes)));
    return request.toBytes();
  }

  /// One encoded `Span`.
  public static byte[] encode(Span span) {
    return spanMessage(span).toBytes();
  }

  private static Map<Resource, Map<InstrumentationScope, List<Span>>> grouped(List<Span> spans) {
    Map<Resource, Map<InstrumentationScope, List<Span>>> groups = new LinkedHashMap<>();
    for (Span span : spans) {
      groups
          .computeIfAbsent(span.resource(), _ -> new LinkedHashMap<>())
          .computeIfAbsent(span.scope(), _ -> new ArrayList<>())
          .add(span);
    }
    return groups;
  }

  private static ProtoWriter resourceSpans(
      Resource resource, Map<InstrumentationScope, List<Span>> scopes) {
    ProtoWriter out = new ProtoWriter();
    out.messageField(OtlpFields.RESOURCE_SPANS_RESOURCE, resourceMessage(resource));
    scopes.forEach((scope, spans) ->
        out.messageField(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS, scopeSpans(scope, spans)));
    out.textField(OtlpFields.RESOURCE_SPANS_SCHEMA_URL, resource.schemaUrl());
    return out;
  }

  private static ProtoWriter scopeSpans(InstrumentationScope scope, List<Span> spans) {
    ProtoWriter out = new ProtoWriter();
    out.messageField(OtlpFields.SCOPE_SPANS_SCOPE, scopeMessage(scope));
    for (Span span : spans) {
      out.messageField(OtlpFields.SCOPE_SPANS_SPANS, spanMessage(span));
    }
    out.textField(OtlpFields.SCOPE_SPANS_SCHEMA_URL, scope.schemaUrl());
    return out;
  }

  private static ProtoWriter resourceMessage(Resource resource) {
    ProtoWriter out = new ProtoWriter();
    attributes(out, OtlpFields.RESOURCE_ATTRIBUTES, resource.attributes());
    out.varintField(
        OtlpFields.RESOURCE_DROPPED_ATTRIBUTES,
        Integer.toUnsignedLong(resource.droppedAttributesCount()));
    return out;
  }

  private static ProtoWriter scopeMessage(InstrumentationScope scope) {
    ProtoWriter out = new ProtoWriter();
    out.textField(OtlpFields.SCOPE_NAME, scope.name());
    out.textField(OtlpFields.SCOPE_VERSION, scope.version());
    attributes(out, OtlpFields.SCOPE_ATTRIBUTES, scope.attributes());
    out.varintField(
        OtlpFields.SCOPE_DROPPED_ATTRIBUTES,
        Integer.toUnsignedLong(scope.droppedAttributesCount()));
    return out;
  }

  private static ProtoWriter spanMessage(Span span) {
    ProtoWriter out = new ProtoWriter();
    out.bytesField(OtlpFields.SPAN_TRACE_ID, traceIdBytes(span.traceId()));
    out.bytesField(OtlpFields.SPAN_SPAN_ID, spanIdBytes(span.spanId()));
    out.textField(OtlpFields.SPAN_TRACE_STATE, span.traceState());
    if (span.parentSpanId() != SpanId.NONE) {
      out.bytesField(OtlpFields.SPAN_PARENT_SPAN_ID, spanIdBytes(span.parentSpanId()));
    }
    out.textField(OtlpFields.SPAN_NAME, span.name());
    out.varintField(OtlpFields.SPAN_KIND, span.kind().number());
    out.fixed64Field(OtlpFields.SPAN_START, span.startEpochNanos());
    out.fixed64Field(OtlpFields.SPAN_END, span.endEpochNanos());
    attributes(out, OtlpFields.SPAN_ATTRIBUTES, span.attributes());
    out.varintField(
        OtlpFields.SPAN_DROPPED_ATTRIBUTES, Integer.toUnsignedLong(span.droppedAttributesCount()));
    for (Event event : span.events()) {
      out.messageField(OtlpFields.SPAN_EVENTS, eventMessage(event));
    }
    out.varintField(
        OtlpFields.SPAN_DROPPED_EVENTS, Integer.toUnsignedLong(span.droppedEventsCount()));
    for (Link link : span.links()) {
      out.messageField(OtlpFields.SPAN_LINKS, linkMessage(link));
    }
    out.varintField(
        OtlpFields.SPAN_DROPPED_LINKS, Integer.toUnsignedLong(span.droppedLinksCount()));
    status(out, span);
    out.fixed32Field(OtlpFields.SPAN_FLAGS, span.flags());
    return out;
  }

  private static void status(ProtoWriter span, Span source) {
    ProtoWriter out = new ProtoWriter();
    out.textField(OtlpFields.STATUS_MESSAGE, source.status().message());
    out.varintField(OtlpFields.STATUS_CODE, source.status().code().number());
    if (out.size() > 0) {
      span.messageField(OtlpFields.SPAN_STATUS, out);
    }
  }

  private static ProtoWriter eventMessage(Event event) {
    ProtoWriter out = new ProtoWriter();
    out.fixed64Field(OtlpFields.EVENT_TIME, event.epochNanos());
    out.textField(OtlpFields.EVENT_NAME, event.name());
    attributes(out, OtlpFields.EVENT_ATTRIBUTES, event.attributes());
    out.varintField(
        OtlpFields.EVENT_DROPPED_ATTRIBUTES,
        Integer.toUnsignedLong(event.droppedAttributesCount()));
    return out;
  }

  private static ProtoWriter linkMessage(Link link) {
    ProtoWriter out = new ProtoWriter();
    out.bytesField(OtlpFields.LINK_TRACE_ID, traceIdBytes(link.traceId()));
    if (link.spanId() != SpanId.NONE) {
      out.bytesField(OtlpFields.LINK_SPAN_ID, spanIdBytes(link.spanId()));
    }
    out.textField(OtlpFields.LINK_TRACE_STATE, link.traceState());
    attributes(out, OtlpFields.LINK_ATTRIBUTES, link.attributes());
    out.varintField(
        OtlpFields.LINK_DROPPED_ATTRIBUTES, Integer.toUnsignedLong(link.droppedAttributesCount()));
    out.fixed32Field(OtlpFields.LINK_FLAGS, link.flags());
    return out;
  }

  private static void attributes(ProtoWriter out, int tag, Attributes attributes) {
    for (Attribute attribute : attributes) {
      out.messageField(tag, keyValue(attribute));
    }
  }

  /// A `KeyValue`, which other messages than spans have, too.
  public static ProtoWriter keyValue(Attribute attribute) {
    ProtoWriter out = new ProtoWriter();
    out.textField(OtlpFields.KEY_VALUE_KEY, attribute.key());
    out.messageField(OtlpFields.KEY_VALUE_VALUE, anyValue(attribute.value()));
    return out;
  }

  private static ProtoWriter anyValue(AttributeValue value) {
    ProtoWriter out = new ProtoWriter();
    switch (value) {
      case AttributeValue.Text(String text) ->
          out.bytesField(OtlpFields.ANY_STRING, text.getBytes(StandardCharsets.UTF_8));
      case AttributeValue.Bool(boolean bool) -> number(out, OtlpFields.ANY_BOOL, bool ? 1 : 0);
      case AttributeValue.Int(long number) -> number(out, OtlpFields.ANY_INT, number);
      case AttributeValue.Real(double real) -> {
        out.varint(OtlpFields.ANY_DOUBLE);
        out.fixed64(Double.doubleToRawLongBits(real));
      }
      case AttributeValue.Array(List<AttributeValue> values) -> {
        ProtoWriter list = new ProtoWriter();
        values.forEach(element -> list.messageField(OtlpFields.LIST_VALUES, anyValue(element)));
        out.messageField(OtlpFields.ANY_ARRAY, list);
      }
      case AttributeValue.Map(Attributes entries) -> {
        ProtoWriter list = new ProtoWriter();
        attributes(list, OtlpFields.LIST_VALUES, entries);
        out.messageField(OtlpFields.ANY_KVLIST, list);
      }
      case AttributeValue.Bytes(byte[] bytes) -> out.bytesField(OtlpFields.ANY_BYTES, bytes);
      case AttributeValue.Empty() -> {}
    }
    return out;
  }

  /// A member of a oneof is written even when it holds its default.
  private static void number(ProtoWriter out, int tag, long value) {
    out.varint(tag);
    out.varint(value);
  }

  private static byte[] traceIdBytes(TraceId id) {
    return ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).array();
  }

  private static byte[] spanIdBytes(long id) {
    return ByteBuffer.allocate(8).putLong(id).array();
  }
}
