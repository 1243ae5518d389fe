package dev.hopwise.testkit;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.KeepMark;
import dev.hopwise.model.Kept;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.otlp.SpanEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Span batches for tests, made without the receiver: well-formed requests are walked, and nothing
/// is refused.
public final class Batches {

  private final ProtoReader reader = new ProtoReader();
  private final SpanBatch batch = new SpanBatch();

  private Batches() {}

  /// The spans as one request, grouped by resource and scope, with the decisions that they carry.
  public static SpanBatch of(List<Span> spans) {
    SpanBatch batch = ofRequest(SpanEncoder.encode(spans));
    attachKeeps(batch, grouped(spans));
    return batch;
  }

  /// In the order of the request.
  private static List<Span> grouped(List<Span> spans) {
    Map<Resource, Map<InstrumentationScope, List<Span>>> groups = new LinkedHashMap<>();
    for (Span span : spans) {
      groups
          .computeIfAbsent(span.resource(), _ -> new LinkedHashMap<>())
          .computeIfAbsent(span.scope(), _ -> new ArrayList<>())
          .add(span);
    }
    return groups.values().stream()
        .flatMap(scopes -> scopes.values().stream())
        .flatMap(List::stream)
        .toList();
  }

  private static void attachKeeps(SpanBatch batch, List<Span> spans) {
    Map<KeepMark, Integer> marks = new HashMap<>();
    for (int i = 0; i < batch.count; i++) {
      Kept kept = spans.get(i).kept();
      if (!kept.equals(Kept.UNKNOWN)) {
        KeepMark mark = new KeepMark(kept.rule(), kept.trigger(), 1, kept.windowId());
        int keep = marks.computeIfAbsent(mark, batch::addKeep);
        batch.keepIndex[i] = keep;
        batch.inclusionProbability[i] = kept.inclusionProbability();
      }
    }
  }

  /// A well-formed `ExportTraceServiceRequest`.
  public static SpanBatch ofRequest(byte[] request) {
    Batches walk = new Batches();
    walk.batch.clear(request);
    walk.request();
    return walk.batch;
  }

  /// The same spans, but with attributes repeated in front with another value, which the later one
  /// has to win over.
  public static SpanBatch withRepeatedKeys(List<Span> spans, RandomGenerator random) {
    SpanBatch batch = of(spans);
    ProtoWriter bytes = new ProtoWriter();
    bytes.raw(batch.bytes, 0, batch.bytes.length);
    for (int i = 0; i < batch.count; i++) {
      byte[] decoys = decoys(batch, i, random);
      int moved = bytes.size() + decoys.length - batch.spanOffset[i];
      int from = bytes.size();
      bytes.raw(decoys, 0, decoys.length);
      bytes.raw(batch.bytes, batch.spanOffset[i], batch.spanLength[i]);
      batch.spanOffset[i] = from;
      batch.spanLength[i] += decoys.length;
      batch.nameOffset[i] += moved;
      batch.traceStateOffset[i] += moved;
    }
    batch.bytes = bytes.toBytes();
    return batch;
  }

  /// Some of the span's attributes, encoded with values of their own.
  private static byte[] decoys(SpanBatch batch, int span, RandomGenerator random) {
    List<Span> decoded = new dev.hopwise.model.otlp.SpanDecoder().decode(single(batch, span));
    List<Attribute> some = new ArrayList<>();
    for (Attribute attribute : decoded.getFirst().attributes()) {
      if (random.nextInt(4) == 0) {
        some.add(new Attribute(attribute.key(), RandomSpans.value(random, 1)));
      }
    }
    return attributes(Attributes.of(some));
  }

  private static SpanBatch single(SpanBatch batch, int span) {
    SpanBatch one = new SpanBatch();
    one.selectFrom(batch, new int[] {span}, 1);
    return one;
  }

  /// The attribute fields of a `Span` message; a `Resource` has the same form under another tag.
  private static byte[] attributes(Attributes attributes) {
    ProtoWriter out = new ProtoWriter();
    ProtoReader resources = new ProtoReader();
    byte[] request = SpanEncoder.encode(List.of(RandomSpans.bare(attributes)));
    SpanBatch batch = ofRequest(request);
    resources.reset(request, batch.spanOffset[0]);
    int end = batch.spanOffset[0] + batch.spanLength[0];
    while (resources.position() < end) {
      int tag = resources.tag(end);
      if (tag == OtlpFields.SPAN_ATTRIBUTES) {
        int length = resources.length(end);
        out.varint(tag);
        out.varint(length);
        out.raw(request, resources.position(), length);
        resources.seek(resources.position() + length);
      } else {
        resources.skip(end);
      }
    }
    return out.toBytes();
  }

  private void request() {
    int end = batch.bytes.length;
    reader.reset(batch.bytes, 0);
    while (reader.position() < end) {
      if (reader.tag(end) == OtlpFields.REQUEST_RESOURCE_SPANS) {
        resourceSpans(messageEnd(end));
      } else {
        reader.skip(end);
      }
    }
  }

  private int messageEnd(int end) {
    int length = reader.length(end);
    return reader.position() + length;
  }

  private void resourceSpans(int end) {
    int resource = batch.addResource();
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.RESOURCE_SPANS_RESOURCE -> {
          batch.resourceLength[resource] = reader.length(end);
          batch.resourceOffset[resource] = reader.position();
          serviceName(resource, reader.position() + batch.resourceLength[resource]);
        }
        case OtlpFields.RESOURCE_SPANS_SCOPE_SPANS -> scopeSpans(resource, messageEnd(end));
        case OtlpFields.RESOURCE_SPANS_SCHEMA_URL -> {
          batch.resourceSchemaUrlLength[resource] = reader.length(end);
          batch.resourceSchemaUrlOffset[resource] = reader.position();
          reader.seek(reader.position() + batch.resourceSchemaUrlLength[resource]);
        }
        default -> reader.skip(end);
      }
    }
  }

  private void serviceName(int resource, int end) {
    while (reader.position() < end) {
      if (reader.tag(end) == OtlpFields.RESOURCE_ATTRIBUTES) {
        resourceAttribute(resource, messageEnd(end));
      } else {
        reader.skip(end);
      }
    }
  }

  private void resourceAttribute(int resource, int end) {
    String key = "";
    int offset = 0;
    int length = 0;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.KEY_VALUE_KEY -> key = reader.text(end);
        case OtlpFields.KEY_VALUE_VALUE -> {
          int valueEnd = messageEnd(end);
          while (reader.position() < valueEnd) {
            if (reader.tag(valueEnd) == OtlpFields.ANY_STRING) {
              length = reader.length(valueEnd);
              offset = reader.position();
              reader.seek(offset + length);
            } else {
              reader.skip(valueEnd);
            }
          }
        }
        default -> reader.skip(end);
      }
    }
    if (key.equals(Resource.SERVICE_NAME)) {
      batch.serviceNameOffset[resource] = offset;
      batch.serviceNameLength[resource] = length;
    }
  }

  private void scopeSpans(int resource, int end) {
    int scope = batch.addScope(resource);
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.SCOPE_SPANS_SCOPE -> {
          batch.scopeLength[scope] = reader.length(end);
          batch.scopeOffset[scope] = reader.position();
          reader.seek(reader.position() + batch.scopeLength[scope]);
        }
        case OtlpFields.SCOPE_SPANS_SPANS -> span(scope, messageEnd(end));
        case OtlpFields.SCOPE_SPANS_SCHEMA_URL -> {
          batch.scopeSchemaUrlLength[scope] = reader.length(end);
          batch.scopeSchemaUrlOffset[scope] = reader.position();
          reader.seek(reader.position() + batch.scopeSchemaUrlLength[scope]);
        }
        default -> reader.skip(end);
      }
    }
  }

  private void span(int scope, int end) {
    int span = batch.addSpan();
    batch.spanOffset[span] = reader.position();
    batch.spanLength[span] = end - reader.position();
    batch.scopeIndex[span] = scope;
    batch.parentSpanId[span] = 0;
    batch.startEpochNanos[span] = 0;
    batch.endEpochNanos[span] = 0;
    batch.nameOffset[span] = reader.position();
    batch.nameLength[span] = 0;
    batch.traceStateOffset[span] = reader.position();
    batch.traceStateLength[span] = 0;
    batch.kind[span] = 0;
    batch.statusCode[span] = 0;
    while (reader.position() < end) {
      spanField(span, reader.tag(end), end);
    }
  }

  private void spanField(int span, int tag, int end) {
    switch (tag) {
      case OtlpFields.SPAN_TRACE_ID -> {
        int length = reader.length(end);
        batch.traceIdHigh[span] = ProtoReader.idAt(batch.bytes, reader.position());
        batch.traceIdLow[span] = ProtoReader.idAt(batch.bytes, reader.position() + 8);
        reader.seek(reader.position() + length);
      }
      case OtlpFields.SPAN_SPAN_ID -> batch.spanId[span] = id(end);
      case OtlpFields.SPAN_PARENT_SPAN_ID -> batch.parentSpanId[span] = id(end);
      case OtlpFields.SPAN_NAME -> {
        batch.nameLength[span] = reader.length(end);
        batch.nameOffset[span] = reader.position();
        reader.seek(reader.position() + batch.nameLength[span]);
      }
      case OtlpFields.SPAN_TRACE_STATE -> {
        batch.traceStateLength[span] = reader.length(end);
        batch.traceStateOffset[span] = reader.position();
        reader.seek(reader.position() + batch.traceStateLength[span]);
      }
      case OtlpFields.SPAN_KIND -> batch.kind[span] = (byte) reader.varint(end);
      case OtlpFields.SPAN_START -> batch.startEpochNanos[span] = reader.fixed64(end);
      case OtlpFields.SPAN_END -> batch.endEpochNanos[span] = reader.fixed64(end);
      case OtlpFields.SPAN_STATUS -> status(span, messageEnd(end));
      default -> reader.skip(end);
    }
  }

  private long id(int end) {
    int length = reader.length(end);
    long id = length == 8 ? ProtoReader.idAt(batch.bytes, reader.position()) : 0;
    reader.seek(reader.position() + length);
    return id;
  }

  private void status(int span, int end) {
    while (reader.position() < end) {
      if (reader.tag(end) == OtlpFields.STATUS_CODE) {
        batch.statusCode[span] = (byte) reader.varint(end);
      } else {
        reader.skip(end);
      }
    }
  }
}
