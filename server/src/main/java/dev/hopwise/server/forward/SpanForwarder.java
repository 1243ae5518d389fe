package dev.hopwise.server.forward;

import dev.hopwise.model.otlp.SpanBatch;

/// Takes spans that are to be sent on.
@FunctionalInterface
public interface SpanForwarder {

  /// Sends nothing on.
  SpanForwarder NONE = _ -> {};

  /// Copies what it needs and returns at once; what does not fit is dropped and counted. Called by
  /// one thread at a time, under the lock that all ingest shares.
  ///
  /// @param batch not kept beyond the call
  void offer(SpanBatch batch);
}
