package dev.hopwise.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/// Sends OTLP/JSON over HTTP, again where the receiver asks for that.
final class OtlpSender implements AutoCloseable {

  /// As OTLP's specification has it.
  private static final Set<Integer> AGAIN = Set.of(429, 502, 503, 504);

  private static final Set<Integer> REFUSED = Set.of(400, 413);
  private static final int ATTEMPTS_MAX = 10;
  private static final Duration WAIT_FIRST = Duration.ofMillis(500);
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  private final URI endpoint;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// What became of a request.
  sealed interface Outcome {
    /// Accepted but for some spans.
    record Taken(long rejectedSpans, String message) implements Outcome {}

    /// Refused as a whole, for its content.
    record Refused(String message) implements Outcome {}
  }

  /// @param server without the path
  OtlpSender(String server) throws IOException {
    try {
      endpoint = URI.create(server.replaceAll("/+$", "") + "/v1/traces");
    } catch (IllegalArgumentException e) {
      throw new IOException("--to " + server + " is no address: " + e.getMessage(), e);
    }
  }

  /// @throws IOException when nobody answers, or the answer is neither success nor a refusal
  Outcome send(String json) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(ANSWER_MAX)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    Duration wait = WAIT_FIRST;
    for (int attempt = 1; ; attempt++) {
      HttpResponse<String> response = answer(request);
      int status = response.statusCode();
      if (status == 200) {
        return taken(response.body());
      }
      if (REFUSED.contains(status)) {
        return new Outcome.Refused(status + ": " + message(response.body()));
      }
      if (!AGAIN.contains(status) || attempt == ATTEMPTS_MAX) {
        throw new IOException(endpoint + " answers " + status + ": " + message(response.body()));
      }
      Thread.sleep(asked(response, wait));
      wait = wait.multipliedBy(2).compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait.multipliedBy(2);
    }
  }

  private HttpResponse<String> answer(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (ConnectException e) {
      throw new IOException("no server answers at " + endpoint + "; is it running?", e);
    }
  }

  /// `Retry-After` in seconds, within bounds.
  private static Duration asked(HttpResponse<?> response, Duration otherwise) {
    String text = response.headers().firstValue("retry-after").orElse("");
    if (!text.matches("[0-9]{1,6}")) {
      return otherwise;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(text));
    return asked.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : asked;
  }

  private static Outcome taken(String body) throws IOException {
    JsonNode partial = new ObjectMapper().readTree(body).path("partialSuccess");
    return new Outcome.Taken(
        partial.path("rejectedSpans").asLong(), partial.path("errorMessage").asText());
  }

  private static String message(String body) {
    try {
      String message = new ObjectMapper().readTree(body).path("message").asText();
      return message.isEmpty() ? body.strip() : message;
    } catch (IOException _) {
      return body.strip();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
