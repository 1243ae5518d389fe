package dev.hopwise.receive;

import dev.hopwise.model.otlp.SpanBatch;
import java.util.Map;

/// What became of a request body.
public sealed interface DecodeResult {

  /// It was understood. Some of its spans may have been refused, each counted under one reason.
  ///
  /// @param batch the accepted spans, possibly none; valid until the decoder's next request
  /// @param refused how many were refused, by reason; empty when all were accepted
  /// @param message for the sender's partial success: names the first refused span of each reason,
  ///   the field and the limit; empty when none was
  record Decoded(SpanBatch batch, Map<RefusalReason, Long> refused, String message)
      implements DecodeResult {
    public Decoded {
      refused = Map.copyOf(refused);
    }

    /// How many spans the request held.
    public long received() {
      return batch.count + refusedCount();
    }

    /// How many were refused.
    public long refusedCount() {
      return refused.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /// Nothing of it was accepted.
  ///
  /// @param spansSeen spans that were counted before the fault showed
  record Undecodable(Fault fault, String message, long spansSeen) implements DecodeResult {}

  /// Whose fault, which decides the answer's status.
  enum Fault {
    /// Not what its content type says, or damaged: 400, INVALID_ARGUMENT.
    MALFORMED,
    /// Over `receive.body-bytes-max` before or after decompression: 413, RESOURCE_EXHAUSTED without
    /// retry.
    TOO_LARGE
  }
}
