package dev.hopwise.server.forward;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/// Sends one request and waits for its answer. Any number of threads.
final class ForwardClient implements AutoCloseable {

  /// OTLP's own limit of answers.
  private static final int ANSWER_BYTES_MAX = 4 << 20;

  private final OtlpWire wire;
  private final ClientFactory connections;
  private final WebClient client;

  ForwardClient(ForwardOptions options, String userAgent, InstantSource clock) {
    this.wire = wireOf(options, clock);
    this.connections = ClientFactory.builder().workerGroup(1).build();
    this.client =
        WebClient.builder(baseOf(options))
            .factory(connections)
            .responseTimeout(options.attempt())
            .writeTimeout(options.attempt())
            .maxResponseLength(ANSWER_BYTES_MAX)
            .addHeader("user-agent", userAgent)
            .build();
  }

  /// @param bytes of all requests together
  byte[] body(List<byte[]> requests, int bytes) {
    return wire.body(requests, bytes);
  }

  /// Whatever keeps an answer from coming is a reason to try again.
  ForwardAnswer send(byte[] body) throws InterruptedException {
    try {
      AggregatedHttpResponse answer =
          client.execute(wire.headers(), HttpData.wrap(body)).aggregate().get();
      return wire.read(answer);
    } catch (ExecutionException e) {
      return new ForwardAnswer.TryAgain(reasonOf(e), Optional.empty());
    }
  }

  @Override
  public void close() {
    connections.close();
  }

  private static OtlpWire wireOf(ForwardOptions options, InstantSource clock) {
    return switch (options.protocol()) {
      case HTTP_PROTOBUF ->
          new HttpWire(options.endpoint().getPath(), options.headers(), options.gzip(), clock);
      case GRPC -> new GrpcWire(options.headers(), options.gzip());
    };
  }

  /// HTTP/1.1 without TLS, because upgrades confuse some receivers; what TLS negotiates with it;
  /// HTTP/2 for gRPC.
  private static String baseOf(ForwardOptions options) {
    URI endpoint = options.endpoint();
    boolean isSecure = "https".equals(endpoint.getScheme());
    String scheme =
        switch (options.protocol()) {
          case HTTP_PROTOBUF -> isSecure ? "https" : "h1c";
          case GRPC -> isSecure ? "h2" : "h2c";
        };
    return scheme + "://" + endpoint.getRawAuthority();
  }

  private static String reasonOf(ExecutionException failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    String kind = cause.getClass().getSimpleName();
    return "no answer: " + (message == null ? kind : kind + ExportAnswer.described(message));
  }
}
