package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanEncoder;
import dev.hopwise.sample.DecisionEngine;
import dev.hopwise.server.config.ConfigLoader;
import dev.hopwise.server.config.ServerConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A window on the whole server, with its lake, its journal and the clock of the machine.
class IncidentWindowTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SHOP = "{\"service\":\"shop\"}";

  @TempDir Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final SplittableRandom random = new SplittableRandom(4);
  private HopwiseServer server;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void keepsWhatIsInScopeFromTheMinutesBeforeUntilItsEndAndNothingElse() throws Exception {
    start(0);
    List<TraceId> before = send("shop", 50);
    List<TraceId> others = send("bank", 50);
    untilDecided();
    JsonNode window = open("{'scope':%s,'ttl':'1h','reachBack':'5m'}");
    List<TraceId> during = send("shop", 50);
    others.addAll(send("bank", 50));
    untilDecided();
    JsonNode done = until(window, "/reachBack/state", "done");
    assertThat(done.at("/reachBack/incomplete").asBoolean()).isFalse();
    delete(window);
    List<TraceId> after = send("shop", 50);
    untilDecided();

    String id = window.at("/id").asText();
    assertThat(whole(before, id, "reach-back")).isEqualTo(50);
    assertThat(whole(during, id, "quiet")).isEqualTo(50);
    assertThat(kept(others)).isZero();
    assertThat(kept(after)).isZero();
    JsonNode closed = get("/api/v1/windows/" + id);
    assertThat(closed.at("/keptTraces").asLong()).isEqualTo(50);
    assertThat(closed.at("/keptSpans").asLong()).isEqualTo(150);
    assertThat(closed.at("/reachBack/keptTraces").asLong()).isGreaterThanOrEqualTo(50);
    assertBalanced();
  }

  @Test
  void survivesARestartWithItsReachBackUndone() throws Exception {
    start(0);
    List<TraceId> before = send("shop", 30);
    untilDecided();
    JsonNode window = open("{'scope':%s,'ttl':'1h','reachBack':'5m'}");
    server.close();
    start(0);
    List<TraceId> during = send("shop", 30);
    untilDecided();
    String id = window.at("/id").asText();
    until(window, "/reachBack/state", "done");
    assertThat(get("/api/v1/windows/" + id).at("/state").asText()).isEqualTo("open");
    assertThat(whole(before, id, "reach-back")).isEqualTo(30);
    assertThat(whole(during, id, "quiet")).isEqualTo(30);
    server.close();
    start(0);
    assertThat(whole(before, id, "reach-back")).isEqualTo(30);
    assertBalanced();
  }

  @Test
  void marksWhatIsInScopeEvenWhereEverythingIsKept() throws Exception {
    start(1);
    JsonNode window = open("{'scope':%s,'ttl':'1h'}");
    List<TraceId> during = send("shop", 10);
    List<TraceId> others = send("bank", 10);
    untilDecided();
    assertThat(whole(during, window.at("/id").asText(), "quiet")).isEqualTo(10);
    assertThat(kept(others)).isEqualTo(10);
  }

  /// With the baseline as the only rule.
  private void start(double baseline) throws Exception {
    List<String> settings =
        List.of(
            "data.dir=" + folder,
            "listen.grpc=127.0.0.1:0",
            "listen.http=127.0.0.1:0",
            "listen.ui=127.0.0.1:0",
            "decision.quiet=200ms");
    ServerConfig config = ConfigLoader.load(null, Map.of(), settings);
    Parts parts = Wiring.open(config);
    server =
        HopwiseServer.start(
            config,
            new Parts(
                parts.journal(),
                parts.store(),
                new DecisionEngine(Policies.baselineOf(baseline), parts.windows()),
                parts.decisions(),
                parts.windows(),
                parts.decoders(),
                false,
                parts.head(),
                parts.policies(),
                parts.rollups(),
                parts.stages()));
  }

  private List<TraceId> send(String service, int traces) throws Exception {
    List<TraceId> ids = new ArrayList<>();
    List<Span> first = new ArrayList<>();
    List<Span> second = new ArrayList<>();
    for (int i = 0; i < traces; i++) {
      TraceId id = new TraceId(random.nextLong(), random.nextLong());
      ids.add(id);
      first.add(span(id, 1, 0, "gateway", service));
      second.add(span(id, 2, 1, service, "work"));
      second.add(span(id, 3, 2, "store", "query"));
    }
    post(second);
    post(first);
    return ids;
  }

  private static Span span(TraceId id, long spanId, long parent, String service, String name) {
    Instant now = Instant.now();
    long start = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    return new Span(
        id,
        spanId,
        parent,
        "",
        1,
        name,
        SpanKind.SERVER,
        start,
        start + 1_000,
        Attributes.EMPTY,
        0,
        List.of(),
        0,
        List.of(),
        0,
        Status.UNSET,
        new Resource(Attributes.of(Resource.SERVICE_NAME, service), 0, ""),
        InstrumentationScope.EMPTY);
  }

  private void post(List<Span> spans) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url("listen.http") + "/v1/traces"))
            .header("content-type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(SpanEncoder.encode(spans)))
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
  }

  private JsonNode open(String body) throws Exception {
    HttpRequest request =
        request("/api/v1/windows")
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.formatted(SHOP).replace('\'', '"')))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return JSON.readTree(answer.body());
  }

  private void delete(JsonNode window) throws Exception {
    HttpRequest request = request("/api/v1/windows/" + window.at("/id").asText()).DELETE().build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> answer =
        client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    return JSON.readTree(answer.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url("listen.ui") + path));
  }

  private void untilDecided() throws Exception {
    while (server.balance().pending() > 0) {
      Thread.sleep(20);
    }
  }

  private JsonNode until(JsonNode window, String field, String value) throws Exception {
    while (true) {
      JsonNode now = get("/api/v1/windows/" + window.at("/id").asText());
      assertThat(now.at("/reachBack/state").asText()).as("%s", now).isNotIn("failed");
      if (now.at(field).asText().equals(value)) {
        return now;
      }
      Thread.sleep(20);
    }
  }

  /// How many are there with all their spans, kept by the window.
  private int whole(List<TraceId> ids, String windowId, String trigger) throws Exception {
    int whole = 0;
    for (TraceId id : ids) {
      JsonNode trace = get("/api/v1/traces/" + id.hex());
      boolean marked =
          trace.at("/decision/windowId").asText().equals(windowId)
              && trace.at("/decision/trigger").asText().equals(trigger);
      whole += trace.at("/spans").size() == 3 && marked ? 1 : 0;
    }
    return whole;
  }

  private int kept(List<TraceId> ids) throws Exception {
    int kept = 0;
    for (TraceId id : ids) {
      kept += get("/api/v1/traces/" + id.hex()).at("/spans").isEmpty() ? 0 : 1;
    }
    return kept;
  }

  private void assertBalanced() {
    var balance = server.balance();
    assertThat(balance.sampledOut()).isNotNegative();
    assertThat(balance.pending()).isZero();
    assertThat(balance.failed()).isEmpty();
    assertThat(balance.received()).isEqualTo(balance.stored() + balance.sampledOut());
  }
}
