package dev.hopwise.server.ingest;

import dev.hopwise.server.forward.SpanForwarder;

/// Who is shown spans that are to be sent on. Replayed spans are shown to nobody: the process that
/// received them did so.
///
/// @param accepted every accepted batch, before sampling
/// @param kept what sampling keeps, with its marks
public record Forwarding(SpanForwarder accepted, SpanForwarder kept) {

  /// Nothing is sent on.
  public static final Forwarding NONE = new Forwarding(SpanForwarder.NONE, SpanForwarder.NONE);
}
