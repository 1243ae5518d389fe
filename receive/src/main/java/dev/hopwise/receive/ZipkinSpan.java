package dev.hopwise.receive;

import dev.hopwise.model.SpanKind;
import dev.hopwise.model.TraceId;
import java.util.List;
import java.util.Map;

/// A span of Zipkin's v2 model, in Zipkin's words.
///
/// @param parentId zero when there is none
/// @param kind UNSPECIFIED when there is none
/// @param timestampMicros zero when there is none
/// @param tags in the sender's order
record ZipkinSpan(
    TraceId traceId,
    long id,
    long parentId,
    String name,
    SpanKind kind,
    long timestampMicros,
    long durationMicros,
    Endpoint localEndpoint,
    Endpoint remoteEndpoint,
    List<Annotation> annotations,
    Map<String, String> tags) {

  /// @param ip IPv4 or IPv6; where both were sent, IPv4
  /// @param port zero when there is none
  record Endpoint(String serviceName, String ip, long port) {
    static final Endpoint NONE = new Endpoint("", "", 0);
  }

  record Annotation(long timestampMicros, String value) {}
}
