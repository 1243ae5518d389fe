package dev.hopwise.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Asks a running server.
final class ApiClient {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  /// An export begins with its first trace, which may take long to find.
  private static final Duration STREAM_BEGINS_MAX = Duration.ofHours(1);

  private final String server;

  ApiClient(String server) {
    this.server = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
  }

  /// The parameters of a request.
  static final class Parameters {
    private final StringJoiner text = new StringJoiner("&", "?", "").setEmptyValue("");

    /// Adds one, unless its value is null.
    Parameters add(String name, @Nullable String value) {
      if (value != null) {
        text.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
      return this;
    }
  }

  /// @throws IOException with the server's own explanation when it refused
  String get(String path, Parameters parameters) throws IOException, InterruptedException {
    return send(request(path + parameters.text).GET().build());
  }

  /// Sends JSON and returns the answer.
  ///
  /// @throws IOException with the server's own explanation when it refused
  String post(String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  /// Sends YAML with a method and returns the answer.
  ///
  /// @throws IOException with the server's own explanation when it refused
  String yaml(String method, String path, Parameters parameters, String yaml)
      throws IOException, InterruptedException {
    return send(
        request(path + parameters.text)
            .header("content-type", "application/yaml")
            .method(method, HttpRequest.BodyPublishers.ofString(yaml))
            .build());
  }

  /// @throws IOException with the server's own explanation when it refused
  String delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE().build());
  }

  /// Reads an answer while it comes.
  ///
  /// @throws IOException with the server's own explanation when it refused, or when the answer
  ///   breaks off
  void stream(String path, Parameters parameters, Body body)
      throws IOException, InterruptedException {
    HttpRequest request = request(path + parameters.text).timeout(STREAM_BEGINS_MAX).GET().build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        if (response.statusCode() / 100 != 2) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          throw new IOException(response.statusCode() + ": " + explanation(text));
        }
        body.read(in);
      }
    } catch (ConnectException e) {
      throw new IOException("no server answers at " + server + "; is it running?", e);
    }
  }

  /// Reads an answer's bytes.
  interface Body {
    void read(InputStream in) throws IOException;
  }

  private HttpRequest.Builder request(String path) throws IOException {
    try {
      return HttpRequest.newBuilder(URI.create(server + path)).timeout(ANSWER_MAX);
    } catch (IllegalArgumentException e) {
      throw new IOException("--server " + server + " is no address: " + e.getMessage(), e);
    }
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() / 100 != 2) {
        throw new IOException(response.statusCode() + ": " + explanation(response.body()));
      }
      return response.body();
    } catch (ConnectException e) {
      throw new IOException("no server answers at " + server + "; is it running?", e);
    }
  }

  private static String explanation(String body) {
    try {
      JsonNode problem = new ObjectMapper().readTree(body);
      if (problem.path("problems").isArray()) {
        return problem.path("title").asText() + problems(problem.path("problems"));
      }
      String detail = problem.path("detail").asText();
      return detail.isEmpty() ? body.strip() : detail;
    } catch (JsonProcessingException e) {
      return body.strip();
    }
  }

  /// One line for each problem of a text that was sent.
  private static String problems(JsonNode problems) {
    StringBuilder lines = new StringBuilder();
    for (JsonNode each : problems) {
      lines.append("\n  line ").append(each.path("line").asLong());
      lines.append(", column ").append(each.path("column").asLong());
      lines.append(": ").append(AnswerTable.clean(each.path("detail").asText()));
    }
    return lines.toString();
  }
}
