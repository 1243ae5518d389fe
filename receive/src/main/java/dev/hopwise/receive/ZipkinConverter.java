package dev.hopwise.receive;

import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.model.otlp.SpanEncoder;
import java.util.ArrayList;
import java.util.List;

/// Zipkin bodies to OTLP protobuf bytes. Spans become objects only a few thousand at a time;
/// requests written one behind the other are one request.
///
/// Not thread-safe.
final class ZipkinConverter {

  private static final int SPANS_AT_ONCE_MAX = 4096;
  private static final int ENTRIES_AT_ONCE_MAX = 1 << 16;
  private static final int BYTES_RETAINED_MAX = 8 << 20;

  private final ZipkinJsonReader json = new ZipkinJsonReader();
  private final ZipkinProtoReader protobuf = new ZipkinProtoReader();
  private final List<Span> spans = new ArrayList<>();
  private int entries;
  private ProtoWriter request = new ProtoWriter();

  /// @param receivedEpochNanos the start of spans that have none
  Slice fromJson(Slice body, long receivedEpochNanos) {
    begin();
    try {
      json.read(body, span -> add(span, receivedEpochNanos));
    } catch (UndecodableException e) {
      throw e.after(json.spansSeen());
    }
    return end();
  }

  /// @param receivedEpochNanos the start of spans that have none
  Slice fromProtobuf(Slice body, long receivedEpochNanos) {
    begin();
    try {
      protobuf.read(body, span -> add(span, receivedEpochNanos));
    } catch (UndecodableException e) {
      throw e.after(protobuf.spansSeen());
    }
    return end();
  }

  private void begin() {
    spans.clear();
    entries = 0;
    request = request.size() > BYTES_RETAINED_MAX ? new ProtoWriter() : request.clear();
  }

  private void add(ZipkinSpan span, long receivedEpochNanos) {
    spans.add(ZipkinMapping.toSpan(span, receivedEpochNanos));
    entries += span.tags().size() + span.annotations().size();
    if (spans.size() >= SPANS_AT_ONCE_MAX || entries >= ENTRIES_AT_ONCE_MAX) {
      flush();
    }
  }

  private void flush() {
    byte[] encoded = SpanEncoder.encode(spans);
    request.raw(encoded, 0, encoded.length);
    spans.clear();
    entries = 0;
  }

  private Slice end() {
    flush();
    return new Slice(request.array(), 0, request.size());
  }
}
