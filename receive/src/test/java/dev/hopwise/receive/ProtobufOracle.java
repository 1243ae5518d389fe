package dev.hopwise.receive;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.hopwise.model.Attribute;
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
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The accepted spans of a request as protobuf-java understands it, with no limit on age but 1970
/// to 2262.
final class ProtobufOracle {

  private ProtobufOracle() {}

  static List<Span> spans(ExportTraceServiceRequest request) {
    List<Span> spans = new ArrayList<>();
    for (ResourceSpans group : request.getResourceSpansList()) {
      Resource resource =
          new Resource(
              attributes(group.getResource().getAttributesList()),
              group.getResource().getDroppedAttributesCount(),
              group.getSchemaUrl());
      for (ScopeSpans scoped : group.getScopeSpansList()) {
        InstrumentationScope scope =
            new InstrumentationScope(
                scoped.getScope().getName(),
                scoped.getScope().getVersion(),
                attributes(scoped.getScope().getAttributesList()),
                scoped.getScope().getDroppedAttributesCount(),
                scoped.getSchemaUrl());
        for (io.opentelemetry.proto.trace.v1.Span span : scoped.getSpansList()) {
          if (isValid(span)) {
            spans.add(span(span, resource, scope));
          }
        }
      }
    }
    return spans;
  }

  private static boolean isValid(io.opentelemetry.proto.trace.v1.Span span) {
    int parent = span.getParentSpanId().size();
    return traceId(span.getTraceId()).isValid()
        && spanId(span.getSpanId()) != 0
        && (parent == 0 || parent == 8)
        && span.getStartTimeUnixNano() >= 0;
  }

  private static Span span(
      io.opentelemetry.proto.trace.v1.Span span, Resource resource, InstrumentationScope scope) {
    return new Span(
        traceId(span.getTraceId()),
        spanId(span.getSpanId()),
        spanId(span.getParentSpanId()),
        span.getTraceState(),
        span.getFlags(),
        span.getName(),
        SpanKind.ofNumber(span.getKindValue()),
        span.getStartTimeUnixNano(),
        span.getEndTimeUnixNano(),
        attributes(span.getAttributesList()),
        span.getDroppedAttributesCount(),
        span.getEventsList().stream()
            .map(e ->
                new Event(
                    e.getTimeUnixNano(),
                    e.getName(),
                    attributes(e.getAttributesList()),
                    e.getDroppedAttributesCount()))
            .toList(),
        span.getDroppedEventsCount(),
        span.getLinksList().stream()
            .map(l ->
                new Link(
                    traceId(l.getTraceId()),
                    spanId(l.getSpanId()),
                    l.getTraceState(),
                    attributes(l.getAttributesList()),
                    l.getDroppedAttributesCount(),
                    l.getFlags()))
            .toList(),
        span.getDroppedLinksCount(),
        new Status(
            StatusCode.ofNumber(span.getStatus().getCodeValue()), span.getStatus().getMessage()),
        resource,
        scope);
  }

  private static Attributes attributes(List<KeyValue> keyValues) {
    return Attributes.of(
        keyValues.stream().map(kv -> new Attribute(kv.getKey(), value(kv.getValue()))).toList());
  }

  private static AttributeValue value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> AttributeValue.of(value.getStringValue());
      case BOOL_VALUE -> AttributeValue.of(value.getBoolValue());
      case INT_VALUE -> AttributeValue.of(value.getIntValue());
      case DOUBLE_VALUE -> AttributeValue.of(value.getDoubleValue());
      case BYTES_VALUE -> new AttributeValue.Bytes(value.getBytesValue().toByteArray());
      case ARRAY_VALUE ->
          new AttributeValue.Array(
              value.getArrayValue().getValuesList().stream().map(ProtobufOracle::value).toList());
      case KVLIST_VALUE ->
          new AttributeValue.Map(attributes(value.getKvlistValue().getValuesList()));
      default -> AttributeValue.EMPTY;
    };
  }

  private static TraceId traceId(ByteString bytes) {
    if (bytes.size() != 16) {
      return new TraceId(0, 0);
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new TraceId(buffer.getLong(), buffer.getLong());
  }

  private static long spanId(ByteString bytes) {
    return bytes.size() == 8 ? bytes.asReadOnlyByteBuffer().getLong() : 0;
  }

  /// Whether the bytes hold what protobuf merges and we replace: a singular message that stands
  /// twice; or `string_value_strindex`, a value of the profiles' signal that we do not know.
  static boolean usesWhatWeReadDifferently(byte[] bytes) throws InvalidProtocolBufferException {
    return differs(ExportTraceServiceRequest.getDescriptor(), UnknownFieldSet.parseFrom(bytes));
  }

  private static boolean differs(Descriptor type, UnknownFieldSet fields)
      throws InvalidProtocolBufferException {
    if (type.equals(AnyValue.getDescriptor()) && fields.hasField(8)) {
      return true;
    }
    for (FieldDescriptor field : type.getFields()) {
      List<ByteString> messages = fields.getField(field.getNumber()).getLengthDelimitedList();
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && !field.getFullName().endsWith("entity_refs")) {
        if (!field.isRepeated() && messages.size() > 1) {
          return true;
        }
        for (ByteString message : messages) {
          if (differs(field.getMessageType(), UnknownFieldSet.parseFrom(message))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// Whether a resource carries `entity_refs`, which protobuf-java parses and we pass over unread:
  /// damage inside it is not seen.
  static boolean hasEntityRefs(byte[] bytes) throws InvalidProtocolBufferException {
    for (ByteString group : UnknownFieldSet.parseFrom(bytes).getField(1).getLengthDelimitedList()) {
      for (ByteString resource :
          UnknownFieldSet.parseFrom(group).getField(1).getLengthDelimitedList()) {
        if (!UnknownFieldSet.parseFrom(resource).getField(3).getLengthDelimitedList().isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }
}
