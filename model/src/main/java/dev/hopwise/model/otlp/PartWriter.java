package dev.hopwise.model.otlp;

/// Writes the parts of a batch into a request, as they are unless it knows better.
interface PartWriter {

  /// As a field of `ResourceSpans`; nothing where the sender sent none.
  default void resource(SpanBatch batch, int resource, ProtoWriter out) {
    copy(
        batch,
        OtlpFields.RESOURCE_SPANS_RESOURCE,
        batch.resourceOffset[resource],
        batch.resourceLength[resource],
        out);
  }

  /// As a field of `ScopeSpans`; nothing where the sender sent none.
  default void scope(SpanBatch batch, int scope, ProtoWriter out) {
    copy(
        batch,
        OtlpFields.SCOPE_SPANS_SCOPE,
        batch.scopeOffset[scope],
        batch.scopeLength[scope],
        out);
  }

  /// As a field of `ScopeSpans`.
  void span(SpanBatch batch, int span, ProtoWriter out);

  /// A field whose content lies in the batch's bytes; nothing when it is empty.
  static void copy(SpanBatch batch, int tag, int offset, int length, ProtoWriter out) {
    if (length > 0) {
      out.varint(tag);
      out.varint(length);
      out.raw(batch.bytes, offset, length);
    }
  }
}
