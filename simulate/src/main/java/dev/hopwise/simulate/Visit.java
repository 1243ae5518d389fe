package dev.hopwise.simulate;

import dev.hopwise.model.Link;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.TraceId;
import org.jspecify.annotations.Nullable;

/// A span before it has words: who, when, below whom, and how it ended.
///
/// @param start true time, nanoseconds since 1970
/// @param error null when it went well
/// @param thrown whether the error arose here, and not in something that was called
/// @param attempt 0 for the first
/// @param salt random bits for ids in paths and the like
record Visit(
    Subject subject,
    SpanKind kind,
    Place place,
    Position position,
    long start,
    long end,
    @Nullable String error,
    boolean thrown,
    int attempt,
    long salt) {

  /// @param parentSpanId 0 for a root
  /// @param remote whether the parent is another process
  record Position(
      TraceId traceId, long spanId, long parentSpanId, boolean remote, @Nullable Link link) {}
}
