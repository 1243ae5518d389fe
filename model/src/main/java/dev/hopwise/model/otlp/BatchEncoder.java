package dev.hopwise.model.otlp;

import java.util.Arrays;

/// A batch as `ExportTraceServiceRequest`s again, for whoever takes OTLP behind us. Resources,
/// scopes and spans are copied as the bytes they came as; nothing is decoded.
///
/// Only the trace state is written anew, where a span was kept with a probability below 1: see
/// {@link ProbabilityState}.
///
/// Spans are grouped by scope; within a scope their order stands. Not thread-safe; meant to be
/// reused.
public final class BatchEncoder {

  private static final int NONE = -1;

  private final int requestBytesMax;
  private final PartWriter parts;
  private final ProtoWriter request = new ProtoWriter();
  private final ProtoWriter resourceSpans = new ProtoWriter();
  private final ProtoWriter scopeSpans = new ProtoWriter();
  private SpanBatch batch = new SpanBatch();
  private int[] order = new int[0];
  private int[] starts = new int[0];
  private int scope = NONE;
  private int resource = NONE;
  private int spans;

  /// @param requestBytesMax a request is ended once it is so large; it may exceed this by its last
  ///   span
  public BatchEncoder(int requestBytesMax) {
    this(requestBytesMax, new SpanEditor());
  }

  BatchEncoder(int requestBytesMax, PartWriter parts) {
    this.requestBytesMax = requestBytesMax;
    this.parts = parts;
  }

  /// Takes each request.
  @FunctionalInterface
  public interface Sink {

    /// @param request its own array, which nobody writes to any more
    /// @param spans how many it holds, at least one
    void take(byte[] request, int spans);
  }

  /// Encodes a batch; an empty one gives no request.
  public void encode(SpanBatch source, Sink sink) {
    batch = source;
    sortByScope();
    for (int n = 0; n < batch.count; n++) {
      int span = order[n];
      enter(batch.scopeIndex[span]);
      parts.span(batch, span, scopeSpans);
      spans++;
      if (request.size() + resourceSpans.size() + scopeSpans.size() >= requestBytesMax) {
        end(sink);
      }
    }
    end(sink);
  }

  private void enter(int next) {
    if (next == scope) {
      return;
    }
    leaveScope();
    if (batch.resourceIndex[next] != resource) {
      leaveResource();
      resource = batch.resourceIndex[next];
      parts.resource(batch, resource, resourceSpans);
    }
    scope = next;
    parts.scope(batch, scope, scopeSpans);
  }

  private void leaveScope() {
    if (scope != NONE) {
      PartWriter.copy(
          batch,
          OtlpFields.SCOPE_SPANS_SCHEMA_URL,
          batch.scopeSchemaUrlOffset[scope],
          batch.scopeSchemaUrlLength[scope],
          scopeSpans);
      resourceSpans.messageField(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS, scopeSpans);
      scopeSpans.clear();
      scope = NONE;
    }
  }

  private void leaveResource() {
    if (resource != NONE) {
      PartWriter.copy(
          batch,
          OtlpFields.RESOURCE_SPANS_SCHEMA_URL,
          batch.resourceSchemaUrlOffset[resource],
          batch.resourceSchemaUrlLength[resource],
          resourceSpans);
      request.messageField(OtlpFields.REQUEST_RESOURCE_SPANS, resourceSpans);
      resourceSpans.clear();
      resource = NONE;
    }
  }

  private void end(Sink sink) {
    leaveScope();
    leaveResource();
    if (spans > 0) {
      sink.take(request.toBytes(), spans);
      request.clear();
      spans = 0;
    }
  }

  /// Counting sort: `starts[s]` is where the next span of scope `s` goes.
  private void sortByScope() {
    makeRoom();
    Arrays.fill(starts, 0, batch.scopeCount, 0);
    for (int span = 0; span < batch.count; span++) {
      starts[batch.scopeIndex[span]]++;
    }
    int next = 0;
    for (int s = 0; s < batch.scopeCount; s++) {
      int spansOfScope = starts[s];
      starts[s] = next;
      next += spansOfScope;
    }
    for (int span = 0; span < batch.count; span++) {
      order[starts[batch.scopeIndex[span]]++] = span;
    }
  }

  private void makeRoom() {
    if (order.length < batch.count) {
      order = new int[batch.spanOffset.length];
    }
    if (starts.length < batch.scopeCount) {
      starts = new int[batch.scopeOffset.length];
    }
  }
}
