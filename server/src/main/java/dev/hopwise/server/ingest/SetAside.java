package dev.hopwise.server.ingest;

import dev.hopwise.model.otlp.SpanBatch;

/// Where spans go that the store cannot take.
public interface SetAside {

  /// Takes one span. Never throws.
  ///
  /// @param why what the store said
  void take(SpanBatch span, RuntimeException why);
}
