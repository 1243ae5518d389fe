package dev.hopwise.server;

import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanEncoder;
import dev.hopwise.server.config.ConfigException;
import dev.hopwise.server.config.ConfigLoader;
import dev.hopwise.server.config.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/// Starts a server on free ports in a temporary folder, uses it for some seconds, and stops it: the
/// run from which the launcher makes the AOT cache.
///
/// The cache holds the profiles of the methods that ran too (JEP 515), so that a server that uses
/// it compiles what ingest and search need at once, instead of first interpreting and counting.
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

  /// Once with every span stored, once with sampling.
  private static final List<String> BASELINES = List.of("1.0", "0.3");

  private static final int REQUESTS = 160;

  /// So that some files are written, by code that is then known to be hot.
  private static final int SPANS_PER_FILE = 20_000;

  private static final int QUERY_ROUNDS = 20;

  /// Traces that a round asks for.
  private static final int ROUND_TRACES = 10;

  @Override
  public Integer call() throws IOException, InterruptedException, ConfigException {
    for (String baseline : BASELINES) {
      Path folder = Files.createTempDirectory("hopwise-warm-up");
      try {
        run(folder, baseline);
      } finally {
        delete(folder);
      }
    }
    return 0;
  }

  private static void run(Path folder, String baseline)
      throws IOException, InterruptedException, ConfigException {
    ServerConfig config =
        ConfigLoader.load(
            null,
            Map.of(),
            List.of(
                "data.dir=" + folder,
                "sampling.baseline=" + baseline,
                "decision.quiet=200ms",
                "store.seal-spans=" + SPANS_PER_FILE,
                "listen.grpc=127.0.0.1:0",
                "listen.http=127.0.0.1:0",
                "listen.ui=127.0.0.1:0"));
    try (HopwiseServer server = HopwiseServer.start(config, Wiring.open(config))) {
      use(server);
    }
  }

  private static void use(HopwiseServer server) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      List<String> traceIds = export(server, client);
      for (int round = 0; round < QUERY_ROUNDS; round++) {
        for (String path : queries(round % WarmUpSpans.SERVICES)) {
          ask(server, client, path);
        }
        for (int i = 0; i < ROUND_TRACES; i++) {
          String traceId = traceIds.get((round * ROUND_TRACES + i) % traceIds.size());
          ask(server, client, "/api/v1/traces/" + traceId);
        }
      }
    }
  }

  /// Sends spans and returns the ids of traces among them, most of which are in files by then.
  private static List<String> export(HopwiseServer server, HttpClient client)
      throws IOException, InterruptedException {
    WarmUpSpans source = new WarmUpSpans();
    URI traces = URI.create(server.url("listen.http") + "/v1/traces");
    List<String> traceIds = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      List<Span> spans = source.next(System.currentTimeMillis() * 1_000_000);
      traceIds.add(spans.getLast().traceId().hex());
      send(client, traces, spans);
    }
    return traceIds;
  }

  private static void send(HttpClient client, URI to, List<Span> spans)
      throws IOException, InterruptedException {
    HttpRequest export =
        HttpRequest.newBuilder(to)
            .version(HttpClient.Version.HTTP_1_1)
            .header("content-type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(SpanEncoder.encode(spans)))
            .build();
    client.send(export, HttpResponse.BodyHandlers.discarding());
  }

  private static void ask(HopwiseServer server, HttpClient client, String path)
      throws IOException, InterruptedException {
    HttpRequest get = HttpRequest.newBuilder(URI.create(server.url("listen.ui") + path)).build();
    client.send(get, HttpResponse.BodyHandlers.discarding());
  }

  private static List<String> queries(int service) {
    String ofService = "resource.service.name = \"" + WarmUpSpans.SERVICE + service + "\"";
    return List.of(
        "/",
        "/readyz",
        "/metrics",
        "/api/v1/status",
        "/api/v1/search",
        search(ofService),
        search(ofService + " && status = error"),
        search("duration > 80ms"),
        search("span.enduser.id = \"u-77\""),
        search("span.thread.name =~ \".*-7\""));
  }

  private static String search(String condition) {
    return "/api/v1/search?q=" + URLEncoder.encode("{ " + condition + " }", StandardCharsets.UTF_8);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
