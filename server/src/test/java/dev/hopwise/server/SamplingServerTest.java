package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hopwise.model.TraceId;
import dev.hopwise.server.config.ConfigException;
import dev.hopwise.server.config.ConfigLoader;
import dev.hopwise.server.config.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole server, from the export to the explanation.
class SamplingServerTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int BATCH = 500;
  private static final long WAIT_MILLIS = 60_000;

  @TempDir Path folder;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable HopwiseServer server;

  @AfterEach
  void stop() {
    server().close();
  }

  @Test
  void namesTheRuleThatDroppedEachOfTenThousandTracesAlsoAfterARestart() throws Exception {
    start("sampling.baseline=0.5");
    put(
        """
        rules:
          - name: odd
            when: '{ name = "GET /cart" }'
            sample: { probability: 0.01 }
          - name: rest
            sample: always
        """);
    long[] ids = new SplittableRandom(7).longs(10_000, 1, Long.MAX_VALUE).toArray();
    for (int from = 0; from < ids.length; from += BATCH) {
      export(ids, from);
    }
    Map<String, Integer> decisions = decisions(ids);
    assertThat(decisions.get("keep odd")).isBetween(50, 150);
    assertThat(decisions.get("drop odd")).isEqualTo(ids.length - decisions.get("keep odd"));
    server().close();
    start("sampling.baseline=0.5");
    assertThat(decisions(ids)).isEqualTo(decisions);
    assertThat(get("/api/v1/policy").at("/source").asText()).isEqualTo("api");
  }

  @Test
  void triesADraftOnWhatTheJournalHolds() throws Exception {
    start("sampling.baseline=1");
    long[] ids = new SplittableRandom(8).longs(1_000, 1, Long.MAX_VALUE).toArray();
    export(ids, 0);
    Thread.sleep(1_000); // of which a tenth warms up, and traces are decided
    export(ids, BATCH);
    Thread.sleep(500);
    HttpResponse<String> answer =
        simulate("rules:\n  - name: some\n    sample: { probability: 0.3 }\n");
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode tried = MAPPER.readTree(answer.body());
    assertThat(tried.at("/spans").asLong()).isBetween(500L, 1_000L);
    assertThat(tried.at("/sampledTraces").asLong()).isBetween(500L, 1_000L);
    assertThat(tried.at("/today/keptSpans").asLong()).isEqualTo(tried.at("/spans").asLong());
    assertThat(tried.at("/keptSpans").asDouble() / tried.at("/spans").asDouble())
        .isBetween(0.2, 0.4);
    assertThat(tried.at("/rules/0/name").asText()).isEqualTo("some");
    assertThat(tried.at("/incomplete").asBoolean()).isTrue();
    assertThat(tried.at("/notSimulated/0").asText()).isEqualTo("windows");
    assertThat(get("/api/v1/policy").at("/source").asText()).isEqualTo("built-in");
  }

  @Test
  void refusesAWrongDraftAsItRefusesAWrongPolicy() throws Exception {
    start("sampling.baseline=1");
    HttpResponse<String> answer = simulate("rules:\n  - name: a\n    sample: often\n");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(MAPPER.readTree(answer.body()).at("/line").asInt()).isEqualTo(3);
  }

  @Test
  void tellsWhatWaitsAndWhatWasDecided() throws Exception {
    start("sampling.baseline=0.5");
    long[] ids = new SplittableRandom(9).longs(100, 1, Long.MAX_VALUE).toArray();
    export(ids, 0);
    Map<String, Integer> decisions = decisions(ids);
    assertThat(decisions).isNotEmpty();
    JsonNode sampling = get("/api/v1/status").at("/sampling");
    assertThat(sampling.at("/keptTraces").asInt() + sampling.at("/droppedTraces").asInt())
        .isEqualTo(100);
    assertThat(sampling.at("/decisions/quiet").asInt()).isEqualTo(100);
    assertThat(sampling.at("/bufferedTraces").asInt()).isZero();
    assertThat(sampling.at("/log/decisions").asInt()).isEqualTo(100);
    assertThat(sampling.at("/log/lost").asInt()).isZero();
  }

  @Test
  void explainsWhatIsKeptWithoutADecisionFromTheStore() throws Exception {
    start("sampling.baseline=1");
    export(new long[] {0xab}, 0);
    JsonNode answer = explain(0xab);
    assertThat(answer.at("/decision").asText()).isEqualTo("keep");
    assertThat(answer.at("/trigger").asText()).isEqualTo("immediate");
  }

  /// How often each decision of each rule fell, once none is pending.
  private Map<String, Integer> decisions(long[] ids) throws Exception {
    Map<String, Integer> counts = new HashMap<>();
    for (long id : ids) {
      JsonNode answer = decided(id);
      counts.merge(
          answer.at("/decision").asText() + " " + answer.at("/rule").asText(), 1, Integer::sum);
    }
    return counts;
  }

  private JsonNode decided(long id) throws Exception {
    long until = System.currentTimeMillis() + WAIT_MILLIS;
    JsonNode answer = explain(id);
    while (answer.at("/decision").asText().equals("pending")
        && System.currentTimeMillis() < until) {
      Thread.sleep(20);
      answer = explain(id);
    }
    return answer;
  }

  private JsonNode explain(long id) throws Exception {
    return get("/api/v1/explain/" + new TraceId(0, id).hex());
  }

  private JsonNode get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server().url("listen.ui") + path)).build();
    return MAPPER.readTree(
        client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)).body());
  }

  private HttpResponse<String> simulate(String yaml) throws Exception {
    URI uri = URI.create(server().url("listen.ui") + "/api/v1/policy/simulate");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("content-type", "application/yaml")
            .POST(HttpRequest.BodyPublishers.ofString(yaml))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private void put(String yaml) throws Exception {
    URI uri = URI.create(server().url("listen.ui") + "/api/v1/policy");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("content-type", "application/yaml")
            .PUT(HttpRequest.BodyPublishers.ofString(yaml))
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
  }

  /// Messages that stand one after the other are one message.
  private void export(long[] ids, int from) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int i = from; i < Math.min(from + BATCH, ids.length); i++) {
      body.write(Fixtures.export(ids[i], 1));
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server().url("listen.http") + "/v1/traces"))
            .header("content-type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
  }

  /// The server as it is wired.
  private void start(String... settings) throws IOException, ConfigException {
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.add("data.dir=" + folder);
    arguments.add("decision.quiet=100ms");
    for (String listener : List.of("grpc", "http", "ui")) {
      arguments.add("listen." + listener + "=127.0.0.1:0");
    }
    ServerConfig config = ConfigLoader.load(null, Map.of(), arguments);
    server = HopwiseServer.start(config, Wiring.open(config));
  }

  private HopwiseServer server() {
    return Objects.requireNonNull(server, "started by the test");
  }
}
