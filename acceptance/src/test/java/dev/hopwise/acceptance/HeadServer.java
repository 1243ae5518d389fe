package dev.hopwise.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The packaged server, whose policy and windows the test turns over the API.
final class HeadServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HopwiseProcess server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> windows = new ArrayList<>();

  HeadServer(Path directory) throws Exception {
    server =
        new HopwiseProcess(
            directory.resolve("data"),
            "listen.sampling=127.0.0.1:0",
            "listen.sampling-grpc=127.0.0.1:0",
            "decision.quiet=500ms");
  }

  /// Probabilities by service, and of span names of each of them; the tail keeps everything.
  void tell(Map<String, Double> services, Map<String, Double> spanNames) throws Exception {
    StringBuilder yaml = new StringBuilder("rules:\n  - {name: all, sample: always}\nhead:\n");
    yaml.append("  default: 0\n  services:\n");
    services.forEach((service, probability) -> {
      yaml.append("    " + service + ":\n      probability: " + probability + "\n");
      yaml.append("      span-names: {");
      spanNames.forEach((name, own) -> yaml.append("\"" + name + "\": " + own + ", "));
      yaml.append("}\n");
    });
    send("PUT", "/api/v1/policy", "application/yaml", yaml.toString());
  }

  /// Keeps a window open until {@link #closeWindows}, or for ten minutes.
  void openWindow(String traceQl, double rate) throws Exception {
    String window =
        JSON.createObjectNode()
            .put("rate", rate)
            .put("ttl", "10m")
            .set("scope", JSON.createObjectNode().put("q", traceQl))
            .toString();
    windows.add(send("POST", "/api/v1/windows", "application/json", window).get("id").asText());
  }

  void closeWindows() throws Exception {
    for (String id : windows) {
      send("DELETE", "/api/v1/windows/" + id, "application/json", "");
    }
    windows.clear();
  }

  /// Where a port answers.
  ///
  /// @param name as the status has it
  String url(String name) {
    return "http://127.0.0.1:" + json("/api/v1/status").at("/listen/" + name).asInt();
  }

  /// A GET of the UI port that must answer 200 with JSON.
  JsonNode json(String pathAndQuery) {
    return server.json(pathAndQuery);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }

  private JsonNode send(String method, String path, String type, String body) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(server.uiEndpoint() + path))
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(
          method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body().isEmpty() ? "null" : answer.body());
  }
}
