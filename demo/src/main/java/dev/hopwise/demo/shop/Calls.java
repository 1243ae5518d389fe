package dev.hopwise.demo.shop;

import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// HTTP calls from one service to another. Trace context and baggage are the agent's affair.
final class Calls {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int FIRST_ERROR = 400;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  JsonNode get(URI uri) {
    return send(HttpRequest.newBuilder(uri).GET());
  }

  JsonNode post(URI uri, JsonNode body) {
    return send(
        HttpRequest.newBuilder(uri)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  /// @throws HttpException with the callee's status for a 4xx, 503 for a 5xx or no answer
  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
      if (response.statusCode() >= FIRST_ERROR) {
        String reason = Json.parse(response.body()).path("error").asText(response.body());
        throw new HttpException(reason, passedOn(response.statusCode()), true);
      }
      return Json.parse(response.body());
    } catch (IOException e) {
      throw new HttpException("no answer: " + e, Status.SERVICE_UNAVAILABLE_503, e, true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpException("interrupted", Status.SERVICE_UNAVAILABLE_503, e, true);
    }
  }

  private static Status passedOn(int status) {
    return status >= Status.INTERNAL_SERVER_ERROR_500.code()
        ? Status.SERVICE_UNAVAILABLE_503
        : Status.create(status);
  }
}
