package dev.hopwise.server;

import dev.hopwise.server.config.ConfigException;
import dev.hopwise.server.config.ConfigLoader;
import dev.hopwise.server.config.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/// Starts a server on free ports in a temporary folder, uses it a little, and stops it: the run
/// from which the launcher makes the AOT cache.
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

  @Override
  public Integer call() throws IOException, InterruptedException, ConfigException {
    Path folder = Files.createTempDirectory("hopwise-warm-up");
    try {
      ServerConfig config =
          ConfigLoader.load(
              null,
              Map.of(),
              List.of(
                  "data.dir=" + folder,
                  "listen.grpc=127.0.0.1:0",
                  "listen.http=127.0.0.1:0",
                  "listen.ui=127.0.0.1:0"));
      try (HopwiseServer server = HopwiseServer.start(config, Wiring.open(config))) {
        use(server);
      }
      return 0;
    } finally {
      delete(folder);
    }
  }

  private static void use(HopwiseServer server) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      long now = System.currentTimeMillis() * 1_000_000;
      HttpRequest export =
          HttpRequest.newBuilder(URI.create(server.url("listen.http") + "/v1/traces"))
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(export(now)))
              .build();
      client.send(export, HttpResponse.BodyHandlers.discarding());
      for (String path : List.of("/", "/readyz", "/metrics", "/api/v1/status", "/api/v1/search")) {
        HttpRequest get =
            HttpRequest.newBuilder(URI.create(server.url("listen.ui") + path)).build();
        client.send(get, HttpResponse.BodyHandlers.discarding());
      }
    }
  }

  private static String export(long nowEpochNanos) {
    return """
    {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"warm-up"}}]},
     "scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","name":"GET /",
     "kind":2,"startTimeUnixNano":"%d","endTimeUnixNano":"%d"}]}]}]}
    """
        .formatted(nowEpochNanos, nowEpochNanos + 1_000_000);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
