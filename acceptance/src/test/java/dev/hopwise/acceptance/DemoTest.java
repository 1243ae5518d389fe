package dev.hopwise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README's first command, as a newcomer runs it: one command, and a request of real services
/// stands on the page in a real browser. The browser's checks are `ui/e2e/*.mjs`.
class DemoTest {

  private static final Path ROOT = Path.of(System.getProperty("hopwise.root"));
  private static final Duration SHOP_START_MAX = Duration.ofMinutes(5);

  /// Who calls whom in the shop, as its sources have it.
  private static final List<String> TOPOLOGY =
      List.of(
          "user > gateway virtual_node",
          "gateway > auth call",
          "gateway > orders call",
          "gateway > inventory call",
          "orders > inventory call",
          "orders > payments call",
          "orders > fulfilment messaging_system",
          "fulfilment > inventory call",
          "payments > api.cards.example virtual_node",
          "fulfilment > api.carrier.example virtual_node",
          "auth > db database",
          "orders > db database",
          "inventory > db database",
          "payments > db database",
          "fulfilment > db database");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void oneCommandShowsARequestAcrossSixServicesAQueueAndSqlInABrowser(@TempDir Path directory)
      throws Exception {
    int uiPort = freePort();
    String ui = "http://127.0.0.1:" + uiPort;
    Path log = directory.resolve("demo.log");
    Process demo = start(directory, uiPort, log);
    try {
      String traceId = awaitCheckout(demo, ui, log);
      Path shots = ROOT.resolve("acceptance/target/screenshots");
      browser("trace-page.mjs", ui, traceId, shots.toString());
      browser("explore-page.mjs", ui, shots.toString());
      browser("sampling-page.mjs", ui, traceId, shots.toString());
      Eventually.passes(SHOP_START_MAX, () -> assertTopology(serviceGraph(ui)));
    } finally {
      stop(demo);
    }
    assertThat(log).content().contains("/trace/").contains("/faults/slow-database");
  }

  private static Process start(Path directory, int uiPort, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ROOT.resolve("hopwise").toString(),
            "demo",
            "--data",
            directory.resolve("data").toString(),
            "--set",
            "listen.ui=127.0.0.1:" + uiPort,
            "--set",
            "listen.http=127.0.0.1:0",
            "--set",
            "listen.grpc=127.0.0.1:0");
    builder.environment().put("HOPWISE_NO_BUILD", "1");
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /// The id of a trace that crosses at least six services, a queue and SQL, and whose spans all
  /// have their parents.
  private String awaitCheckout(Process demo, String ui, Path log) throws Exception {
    List<String> found = new ArrayList<>();
    Eventually.passes(
        SHOP_START_MAX,
        () -> {
          if (!demo.isAlive()) {
            throw new Error("the demo ended:\n" + Files.readString(log));
          }
          JsonNode traces =
              get(ui
                      + "/api/v1/search?limit=50&q="
                      + HopwiseProcess.encode("{ name = \"POST /checkout\" }"))
                  .get("traces");
          for (JsonNode trace : traces) {
            if (trace.get("services").size() >= 6 && isWhole(ui, trace.get("traceId").asText())) {
              found.add(trace.get("traceId").asText());
              return;
            }
          }
          throw new AssertionError("no whole checkout among " + traces.size() + " traces");
        });
    return found.getFirst();
  }

  private boolean isWhole(String ui, String traceId) throws Exception {
    JsonNode trace = get(ui + "/api/v1/traces/" + traceId);
    Set<String> kinds = new HashSet<>();
    boolean sql = false;
    for (JsonNode span : trace.get("spans")) {
      kinds.add(span.get("kind").asText());
      sql |= span.get("attributes").toString().contains("\"db.query.text\"");
    }
    return sql
        && kinds.containsAll(Set.of("SERVER", "CLIENT", "PRODUCER", "CONSUMER"))
        && trace.at("/completeness/state").asText().equals("complete");
  }

  /// A call before the callee was up has no other side, so that its edge is of another type.
  private static void assertTopology(List<String> edges) {
    assertThat(edges).containsAll(TOPOLOGY);
    assertThat(pairs(edges)).isEqualTo(pairs(TOPOLOGY));
  }

  private static Set<String> pairs(List<String> edges) {
    return edges.stream()
        .map(edge -> edge.substring(0, edge.lastIndexOf(' ')))
        .collect(Collectors.toSet());
  }

  private List<String> serviceGraph(String ui) throws Exception {
    List<String> edges = new ArrayList<>();
    for (JsonNode group :
        get(ui + "/api/v1/metrics/totals?by=client,server,type&limit=100").get("groups")) {
      JsonNode labels = group.get("labels");
      edges.add(
          labels.get("client").asText()
              + " > "
              + labels.get("server").asText()
              + " "
              + labels.get("type").asText());
    }
    return edges;
  }

  private static void browser(String script, String... arguments) throws Exception {
    BrowserCheck.passes(script, arguments);
  }

  private JsonNode get(String url) throws IOException, InterruptedException {
    HttpResponse<String> answer;
    try {
      answer =
          client.send(
              HttpRequest.newBuilder(URI.create(url)).build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (java.net.ConnectException e) {
      throw new AssertionError("not listening yet", e);
    }
    if (answer.statusCode() != 200) {
      throw new AssertionError(url + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return json.readTree(answer.body());
  }

  /// Ends it as Ctrl-C does, and sees that nothing is left.
  private static void stop(Process demo) throws InterruptedException {
    List<ProcessHandle> all = demo.descendants().toList();
    demo.destroy();
    assertThat(demo.waitFor(Duration.ofSeconds(60))).isTrue();
    for (ProcessHandle each : all) {
      each.onExit().orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
