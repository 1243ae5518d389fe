package dev.hopwise.server.listen;

import dev.hopwise.server.ingest.IngestOutcome;

/// What became of a request's body on the wire.
sealed interface Body {

  /// It arrived whole.
  ///
  /// @param bytes longer than the body; the rest is undefined
  /// @param reservedBytes of the budget, to be given back when the request is answered
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Whole(byte[] bytes, int length, long reservedBytes) implements Body {}

  /// It was not kept, and its bytes are given back.
  record Refused(IngestOutcome outcome) implements Body {}
}
