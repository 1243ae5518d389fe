package dev.hopwise.sample.buffer;

import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.model.otlp.SpanBatch;
import java.nio.charset.StandardCharsets;

/// Batches of small spans for tests: the arrays are filled as the receiver fills them.
final class SpanMaker {

  private final SpanBatch batch = new SpanBatch();
  private final ProtoWriter bytes = new ProtoWriter();
  private int scope = -1;

  /// Further spans come from this service.
  SpanMaker from(String service) {
    byte[] text = service.getBytes(StandardCharsets.UTF_8);
    int at = bytes.size();
    message(bytes, OtlpFields.RESOURCE_ATTRIBUTES, pair("service.name", text));
    int resource = batch.addResource();
    batch.resourceOffset[resource] = at;
    batch.resourceLength[resource] = bytes.size() - at;
    batch.serviceNameOffset[resource] = bytes.size() - text.length;
    batch.serviceNameLength[resource] = text.length;
    scope = batch.addScope(resource);
    return this;
  }

  SpanMaker span(long trace, long span, long parent, String name, long start, long end) {
    return span(trace, span, parent, name, start, end, 0, 0);
  }

  /// @param padding bytes of an attribute that makes it larger
  SpanMaker span(
      long trace,
      long span,
      long parent,
      String name,
      long start,
      long end,
      int status,
      int padding) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    int at = bytes.size();
    message(bytes, OtlpFields.SPAN_NAME, text);
    int nameAt = bytes.size() - text.length;
    if (padding > 0) {
      message(bytes, OtlpFields.SPAN_ATTRIBUTES, pair("padding", new byte[padding]));
    }
    int i = batch.addSpan();
    batch.spanOffset[i] = at;
    batch.spanLength[i] = bytes.size() - at;
    batch.scopeIndex[i] = scope;
    batch.traceIdHigh[i] = trace;
    batch.traceIdLow[i] = trace;
    batch.spanId[i] = span;
    batch.parentSpanId[i] = parent;
    batch.nameOffset[i] = nameAt;
    batch.nameLength[i] = text.length;
    batch.startEpochNanos[i] = start;
    batch.endEpochNanos[i] = end;
    batch.traceStateLength[i] = 0;
    batch.kind[i] = 2;
    batch.statusCode[i] = (byte) status;
    return this;
  }

  SpanBatch batch() {
    batch.bytes = bytes.toBytes();
    return batch;
  }

  private static byte[] pair(String key, byte[] text) {
    ProtoWriter value = new ProtoWriter();
    message(value, OtlpFields.ANY_STRING, text);
    ProtoWriter pair = new ProtoWriter();
    message(pair, OtlpFields.KEY_VALUE_KEY, key.getBytes(StandardCharsets.UTF_8));
    message(pair, OtlpFields.KEY_VALUE_VALUE, value.toBytes());
    return pair.toBytes();
  }

  private static void message(ProtoWriter target, int tag, byte[] content) {
    target.varint(tag);
    target.varint(content.length);
    target.raw(content, 0, content.length);
  }
}
