package dev.hopwise.server.ingest;

import dev.hopwise.model.otlp.SpanBatch;

/// Told of spans that were stored.
@FunctionalInterface
public interface KeptSpans {

  /// @param kept marked with why; valid during the call, which must be short
  void stored(SpanBatch kept);
}
