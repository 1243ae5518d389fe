package dev.hopwise.server.deliver;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.RequestHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/// Sends one request and waits for its answer. Any number of threads.
public final class HttpConnection implements AutoCloseable {

  /// OTLP's own limit of answers.
  private static final int ANSWER_BYTES_MAX = 4 << 20;

  private final ClientFactory connections;
  private final WebClient client;

  /// @param base scheme as Armeria has it, such as `h1c`, host and port
  /// @param userAgent what the receiver is told about us
  /// @param attempt how long an answer may take
  public HttpConnection(String base, String userAgent, Duration attempt) {
    this.connections = ClientFactory.builder().workerGroup(1).build();
    this.client =
        WebClient.builder(base)
            .factory(connections)
            .responseTimeout(attempt)
            .writeTimeout(attempt)
            .maxResponseLength(ANSWER_BYTES_MAX)
            .addHeader("user-agent", userAgent)
            .build();
  }

  /// The base of an endpoint that speaks HTTP/1.1 without TLS, because upgrades confuse some
  /// receivers, and what TLS negotiates with it.
  public static String http1(URI endpoint) {
    String scheme = "https".equals(endpoint.getScheme()) ? "https" : "h1c";
    return scheme + "://" + endpoint.getRawAuthority();
  }

  /// Sends a request.
  ///
  /// @param reader what a whole answer means
  public Answer send(
      RequestHeaders headers, byte[] body, Function<AggregatedHttpResponse, Answer> reader)
      throws InterruptedException {
    try {
      return reader.apply(client.execute(headers, HttpData.wrap(body)).aggregate().get());
    } catch (ExecutionException e) {
      return new Answer.TryAgain(reasonOf(e), Optional.empty());
    }
  }

  @Override
  public void close() {
    connections.close();
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
