package dev.hopwise.sample;

import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;

/// Decides which spans of a batch go to the store.
///
/// **Consistency.** Spans of one trace get one decision, in whichever batch, process or replay they
/// arrive.
///
/// **Threads.** {@link #select} is called by one thread at a time; {@link #decisionOf} by any.
public interface Sampler {

  /// The spans to keep.
  ///
  /// @return the same batch when all are kept; otherwise one that shares its bytes and is valid
  ///   until the next call
  SpanBatch select(SpanBatch batch);

  /// What is, or would be, decided about a trace.
  KeepDecision decisionOf(TraceId id);
}
