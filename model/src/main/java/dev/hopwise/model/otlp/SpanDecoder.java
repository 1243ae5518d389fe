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
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Protobuf slices to the object model, for whoever looks at few spans: readers, tests, a trace on
/// the screen. The hot path never comes here.
///
/// A singular field that stands twice takes its last value; `Status` likewise (protobuf would
/// merge, but no sender splits it). Not thread-safe.
public final class SpanDecoder {

  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;

  private final ProtoReader reader = new ProtoReader();

  /// Every span of a batch with the decisions that are attached to it, resources and scopes shared
  /// between those that have the same.
  public List<Span> decode(SpanBatch batch) {
    @Nullable Resource[] resources = new Resource[batch.resourceCount];
    @Nullable InstrumentationScope[] scopes = new InstrumentationScope[batch.scopeCount];
    List<Span> spans = new ArrayList<>(batch.count);
    for (int i = 0; i < batch.count; i++) {
      int scopeIndex = batch.scopeIndex[i];
      int resourceIndex = batch.resourceIndex[scopeIndex];
      Resource resource = resources[resourceIndex];
      if (resource == null) {
        resource = resource(batch, resourceIndex);
        resources[resourceIndex] = resource;
      }
      InstrumentationScope scope = scopes[scopeIndex];
      if (scope == null) {
        scope = scope(batch, scopeIndex);
        scopes[scopeIndex] = scope;
      }
      Span span = span(batch.bytes, batch.spanOffset[i], batch.spanLength[i], resource, scope);
      spans.add(batch.keepCount == 0 ? span : span.withKept(batch.kept(i)));
    }
    return spans;
  }

  /// The resource `r` of a batch.
  public Resource resource(SpanBatch batch, int r) {
    String schemaUrl =
        text(batch.bytes, batch.resourceSchemaUrlOffset[r], batch.resourceSchemaUrlLength[r]);
    return resource(batch.bytes, batch.resourceOffset[r], batch.resourceLength[r], schemaUrl);
  }

  /// The scope `s` of a batch.
  public InstrumentationScope scope(SpanBatch batch, int s) {
    String schemaUrl =
        text(batch.bytes, batch.scopeSchemaUrlOffset[s], batch.scopeSchemaUrlLength[s]);
    return scope(batch.bytes, batch.scopeOffset[s], batch.scopeLength[s], schemaUrl);
  }

  /// An encoded `Resource`.
  public Resource resource(byte[] bytes, int offset, int length, String schemaUrl) {
    reader.reset(bytes, offset);
    int end = offset + length;
    List<Attribute> attributes = new ArrayList<>();
    int dropped = 0;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.RESOURCE_ATTRIBUTES -> attributes.add(keyValue(end));
        case OtlpFields.RESOURCE_DROPPED_ATTRIBUTES -> dropped = (int) reader.varint(end);
        default -> reader.skip(end);
      }
    }
    return new Resource(Attributes.of(attributes), dropped, schemaUrl);
  }

  /// An encoded `InstrumentationScope`.
  public InstrumentationScope scope(byte[] bytes, int offset, int length, String schemaUrl) {
    reader.reset(bytes, offset);
    int end = offset + length;
    String name = "";
    String version = "";
    List<Attribute> attributes = new ArrayList<>();
    int dropped = 0;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.SCOPE_NAME -> name = reader.text(end);
        case OtlpFields.SCOPE_VERSION -> version = reader.text(end);
        case OtlpFields.SCOPE_ATTRIBUTES -> attributes.add(keyValue(end));
        case OtlpFields.SCOPE_DROPPED_ATTRIBUTES -> dropped = (int) reader.varint(end);
        default -> reader.skip(end);
      }
    }
    return new InstrumentationScope(name, version, Attributes.of(attributes), dropped, schemaUrl);
  }

  /// An encoded `AnyValue`, without its length.
  public AttributeValue value(byte[] bytes, int offset, int length) {
    reader.reset(bytes, offset);
    return anyValueUntil(offset + length, 0);
  }

  /// An encoded `Span`.
  public Span span(
      byte[] bytes, int offset, int length, Resource resource, InstrumentationScope scope) {
    reader.reset(bytes, offset);
    int end = offset + length;
    SpanFields fields = new SpanFields();
    while (reader.position() < end) {
      spanField(fields, reader.tag(end), end);
    }
    return fields.toSpan(resource, scope);
  }

  private void spanField(SpanFields fields, int tag, int end) {
    switch (tag) {
      case OtlpFields.SPAN_TRACE_ID -> fields.traceId = traceId(end);
      case OtlpFields.SPAN_SPAN_ID -> fields.spanId = spanId(end);
      case OtlpFields.SPAN_TRACE_STATE -> fields.traceState = reader.text(end);
      case OtlpFields.SPAN_PARENT_SPAN_ID -> fields.parentSpanId = spanId(end);
      case OtlpFields.SPAN_NAME -> fields.name = reader.text(end);
      case OtlpFields.SPAN_KIND -> fields.kind = SpanKind.ofNumber((int) reader.varint(end));
      case OtlpFields.SPAN_START -> fields.startEpochNanos = reader.fixed64(end);
      case OtlpFields.SPAN_END -> fields.endEpochNanos = reader.fixed64(end);
      case OtlpFields.SPAN_ATTRIBUTES -> fields.attributes.add(keyValue(end));
      case OtlpFields.SPAN_DROPPED_ATTRIBUTES ->
          fields.droppedAttributesCount = (int) reader.varint(end);
      case OtlpFields.SPAN_EVENTS -> fields.events.add(event(end));
      case OtlpFields.SPAN_DROPPED_EVENTS -> fields.droppedEventsCount = (int) reader.varint(end);
      case OtlpFields.SPAN_LINKS -> fields.links.add(link(end));
      case OtlpFields.SPAN_DROPPED_LINKS -> fields.droppedLinksCount = (int) reader.varint(end);
      case OtlpFields.SPAN_STATUS -> fields.status = status(end);
      case OtlpFields.SPAN_FLAGS -> fields.flags = reader.fixed32(end);
      default -> reader.skip(end);
    }
  }

  private static final class SpanFields {
    TraceId traceId = new TraceId(0, 0);
    long spanId;
    long parentSpanId;
    String traceState = "";
    int flags;
    String name = "";
    SpanKind kind = SpanKind.UNSPECIFIED;
    long startEpochNanos;
    long endEpochNanos;
    final List<Attribute> attributes = new ArrayList<>();
    int droppedAttributesCount;
    final List<Event> events = new ArrayList<>(0);
    int droppedEventsCount;
    final List<Link> links = new ArrayList<>(0);
    int droppedLinksCount;
    Status status = Status.UNSET;

    Span toSpan(Resource resource, InstrumentationScope scope) {
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
          Attributes.of(attributes),
          droppedAttributesCount,
          events,
          droppedEventsCount,
          links,
          droppedLinksCount,
          status,
          resource,
          scope);
    }
  }

  private Event event(int outerEnd) {
    int end = reader.length(outerEnd) + reader.position();
    long epochNanos = 0;
    String name = "";
    List<Attribute> attributes = new ArrayList<>();
    int dropped = 0;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.EVENT_TIME -> epochNanos = reader.fixed64(end);
        case OtlpFields.EVENT_NAME -> name = reader.text(end);
        case OtlpFields.EVENT_ATTRIBUTES -> attributes.add(keyValue(end));
        case OtlpFields.EVENT_DROPPED_ATTRIBUTES -> dropped = (int) reader.varint(end);
        default -> reader.skip(end);
      }
    }
    return new Event(epochNanos, name, Attributes.of(attributes), dropped);
  }

  private Link link(int outerEnd) {
    int end = reader.length(outerEnd) + reader.position();
    TraceId traceId = new TraceId(0, 0);
    long spanId = SpanId.NONE;
    String traceState = "";
    List<Attribute> attributes = new ArrayList<>(0);
    int dropped = 0;
    int flags = 0;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.LINK_TRACE_ID -> traceId = traceId(end);
        case OtlpFields.LINK_SPAN_ID -> spanId = spanId(end);
        case OtlpFields.LINK_TRACE_STATE -> traceState = reader.text(end);
        case OtlpFields.LINK_ATTRIBUTES -> attributes.add(keyValue(end));
        case OtlpFields.LINK_DROPPED_ATTRIBUTES -> dropped = (int) reader.varint(end);
        case OtlpFields.LINK_FLAGS -> flags = reader.fixed32(end);
        default -> reader.skip(end);
      }
    }
    return new Link(traceId, spanId, traceState, Attributes.of(attributes), dropped, flags);
  }

  private Status status(int outerEnd) {
    int end = reader.length(outerEnd) + reader.position();
    String message = "";
    StatusCode code = StatusCode.UNSET;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.STATUS_MESSAGE -> message = reader.text(end);
        case OtlpFields.STATUS_CODE -> code = StatusCode.ofNumber((int) reader.varint(end));
        default -> reader.skip(end);
      }
    }
    return code == StatusCode.UNSET && message.isEmpty() ? Status.UNSET : new Status(code, message);
  }

  private Attribute keyValue(int outerEnd) {
    return keyValue(outerEnd, 0);
  }

  private Attribute keyValue(int outerEnd, int depth) {
    int end = reader.length(outerEnd) + reader.position();
    String key = "";
    AttributeValue value = AttributeValue.EMPTY;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.KEY_VALUE_KEY -> key = reader.text(end);
        case OtlpFields.KEY_VALUE_VALUE -> value = anyValue(end, depth);
        default -> reader.skip(end);
      }
    }
    return new Attribute(key, value);
  }

  private AttributeValue anyValue(int outerEnd, int depth) {
    if (depth > OtlpFields.NESTING_MAX) {
      throw new MalformedProtoException(
          "values nested deeper than " + OtlpFields.NESTING_MAX, reader.position());
    }
    return anyValueUntil(reader.length(outerEnd) + reader.position(), depth);
  }

  private AttributeValue anyValueUntil(int end, int depth) {
    AttributeValue value = AttributeValue.EMPTY;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.ANY_STRING -> value = new AttributeValue.Text(reader.text(end));
        case OtlpFields.ANY_BOOL -> value = new AttributeValue.Bool(reader.varint(end) != 0);
        case OtlpFields.ANY_INT -> value = new AttributeValue.Int(reader.varint(end));
        case OtlpFields.ANY_DOUBLE ->
            value = new AttributeValue.Real(Double.longBitsToDouble(reader.fixed64(end)));
        case OtlpFields.ANY_ARRAY -> value = array(end, depth + 1);
        case OtlpFields.ANY_KVLIST -> value = map(end, depth + 1);
        case OtlpFields.ANY_BYTES -> value = bytes(end);
        default -> reader.skip(end);
      }
    }
    return value;
  }

  private AttributeValue array(int outerEnd, int depth) {
    int end = reader.length(outerEnd) + reader.position();
    List<AttributeValue> values = new ArrayList<>();
    while (reader.position() < end) {
      if (reader.tag(end) == OtlpFields.LIST_VALUES) {
        values.add(anyValue(end, depth));
      } else {
        reader.skip(end);
      }
    }
    return new AttributeValue.Array(values);
  }

  private AttributeValue map(int outerEnd, int depth) {
    int end = reader.length(outerEnd) + reader.position();
    List<Attribute> entries = new ArrayList<>();
    while (reader.position() < end) {
      if (reader.tag(end) == OtlpFields.LIST_VALUES) {
        entries.add(keyValue(end, depth));
      } else {
        reader.skip(end);
      }
    }
    return new AttributeValue.Map(Attributes.of(entries));
  }

  private AttributeValue bytes(int end) {
    int length = reader.length(end);
    int from = reader.position();
    reader.seek(from + length);
    return new AttributeValue.Bytes(Arrays.copyOfRange(reader.bytes(), from, from + length));
  }

  private TraceId traceId(int end) {
    int length = reader.length(end);
    int from = reader.position();
    reader.seek(from + length);
    return length == TRACE_ID_BYTES
        ? new TraceId(
            ProtoReader.idAt(reader.bytes(), from), ProtoReader.idAt(reader.bytes(), from + 8))
        : new TraceId(0, 0);
  }

  private long spanId(int end) {
    int length = reader.length(end);
    int from = reader.position();
    reader.seek(from + length);
    return length == SPAN_ID_BYTES ? ProtoReader.idAt(reader.bytes(), from) : SpanId.NONE;
  }

  private static String text(byte[] bytes, int offset, int length) {
    return length == 0
        ? ""
        : new String(bytes, offset, length, java.nio.charset.StandardCharsets.UTF_8);
  }
}
