package dev.hopwise.server.forward;

import dev.hopwise.server.deliver.Channel;
import dev.hopwise.server.deliver.HttpConnection;
import dev.hopwise.server.deliver.OtlpHttpWire;
import dev.hopwise.server.deliver.OtlpWire;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;

/// Encoded spans over the wire that the options name.
final class ForwardChannel implements Channel<byte[]> {

  private static final String TRACES = "/v1/traces";

  private final OtlpWire wire;
  private final HttpConnection connection;

  ForwardChannel(ForwardOptions options, String userAgent, InstantSource clock) {
    this.wire = wireOf(options, clock);
    this.connection = new HttpConnection(baseOf(options), userAgent, options.attempt());
  }

  @Override
  public Request prepare(List<byte[]> requests, int bytes) {
    byte[] body = wire.body(requests, bytes);
    return () -> connection.send(wire.headers(), body, wire::read);
  }

  @Override
  public void close() {
    connection.close();
  }

  private static OtlpWire wireOf(ForwardOptions options, InstantSource clock) {
    return switch (options.protocol()) {
      case HTTP_PROTOBUF ->
          new OtlpHttpWire(
              options.endpoint().getPath(), TRACES, options.headers(), options.gzip(), clock);
      case GRPC -> new GrpcWire(options.headers(), options.gzip());
    };
  }

  private static String baseOf(ForwardOptions options) {
    URI endpoint = options.endpoint();
    return switch (options.protocol()) {
      case HTTP_PROTOBUF -> HttpConnection.http1(endpoint);
      case GRPC ->
          ("https".equals(endpoint.getScheme()) ? "h2" : "h2c")
              + "://"
              + endpoint.getRawAuthority();
    };
  }
}
