package dev.hopwise.model.rollup;

import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;

/// What a series counts. The same on every server, so that series of several can be added up.
public sealed interface SeriesKey {

  /// The name of what was folded because there was too much of it.
  String OTHER = "(other)";

  /// The spans of one service, name, kind and status code.
  ///
  /// @param service may be the overflow service
  /// @param spanName as it was measured: may be a template or the overflow name
  record OfSpans(String service, String spanName, SpanKind kind, StatusCode statusCode)
      implements SeriesKey {}

  /// The requests from one node of the service graph to another.
  ///
  /// @param client a service, or `user`
  /// @param server a service, a database, a queue or a host
  /// @param connectionType the label that the service graph has for it; empty for a call between
  ///   services
  record OfEdge(String client, String server, String connectionType) implements SeriesKey {}
}
