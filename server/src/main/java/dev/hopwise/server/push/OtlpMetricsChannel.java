package dev.hopwise.server.push;

import dev.hopwise.server.deliver.Channel;
import dev.hopwise.server.deliver.HttpConnection;
import dev.hopwise.server.deliver.OtlpHttpWire;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Metrics to `/v1/metrics` of an OTLP endpoint.
final class OtlpMetricsChannel implements Channel<MetricChunk> {

  private final OtlpEncoder encoder;
  private final OtlpHttpWire wire;
  private final HttpConnection connection;

  OtlpMetricsChannel(
      PushOptions.Target target,
      OtlpEncoder encoder,
      String userAgent,
      Duration attempt,
      InstantSource clock) {
    this.encoder = encoder;
    this.wire =
        new OtlpHttpWire(target.endpoint().getPath(), "/v1/metrics", target.headers(), true, clock);
    this.connection =
        new HttpConnection(HttpConnection.http1(target.endpoint()), userAgent, attempt);
  }

  /// Requests stand one after the other, since their only field is repeated.
  @Override
  public Request prepare(List<MetricChunk> chunks, int bytes) {
    List<byte[]> requests = chunks.stream().map(encoder::encode).toList();
    byte[] body = wire.body(requests, requests.stream().mapToInt(r -> r.length).sum());
    return () -> connection.send(wire.headers(), body, wire::read);
  }

  @Override
  public void close() {
    connection.close();
  }
}
