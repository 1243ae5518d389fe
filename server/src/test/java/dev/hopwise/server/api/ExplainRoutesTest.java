package dev.hopwise.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.model.TraceId;
import dev.hopwise.query.QueryLimits;
import dev.hopwise.query.QueryService;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.ErrorKind;
import dev.hopwise.sample.buffer.PendingTrace;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.memory.MemorySpanStore;
import dev.hopwise.testkit.Batches;
import dev.hopwise.testkit.TestClock;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExplainRoutesTest {

  private static final long DECIDED = Parameters.nanos(ApiFixture.NOW);

  private final Map<TraceId, Decision> decisions = new HashMap<>();
  private final Map<TraceId, PendingTrace> pending = new HashMap<>();
  private Runnable whenAskedForPending = () -> {};
  private final MemorySpanStore store = new MemorySpanStore();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Server server = start();

  private Server start() {
    ServerBuilder builder = Server.builder();
    builder.http(new InetSocketAddress("127.0.0.1", 0));
    QueryService queries =
        new QueryService(store, new TestClock(ApiFixture.NOW), QueryLimits.DEFAULT);
    new ExplainRoutes(
            id -> Optional.ofNullable(decisions.get(id)),
            id -> {
              whenAskedForPending.run();
              return Optional.ofNullable(pending.get(id));
            },
            queries)
        .addTo(builder);
    Server started = builder.build();
    started.start().join();
    return started;
  }

  @AfterEach
  void stop() {
    server.stop().join();
    store.close();
  }

  @Test
  void tellsWhyATraceWasDropped() throws Exception {
    decide(false, "baseline", "quiet", 0.05, null);
    assertThat(tree(get("ab")))
        .isEqualTo(
            ApiFixture.tree(
                "{'traceId':'000000000000000000000000000000ab','decision':'drop','rule':'baseline',"
                    + "'trigger':'quiet','probability':0.05,'windowId':null,"
                    + "'decidedAt':'2026-11-22T14:00:00Z',"
                    + "'root':{'service':'gateway','name':'POST /checkout'},"
                    + "'startUnixNanos':'5','durationNanos':1000,'spanCount':7,'bytes':3500,"
                    + "'errorKinds':[{'service':'payments','spanName':'charge','errorType':'timeout'}],"
                    + "'reason':'rule baseline kept 5 % of the traces that it is for at that moment, and this"
                    + " one is not among them; decided once its root had ended and no span came any more'}"));
  }

  @Test
  void saysInWordsWhatEachDecisionMeans() throws Exception {
    decide(true, "errors", "timeout", 1, null);
    assertThat(reason()).startsWith("rule errors keeps every trace that it is for; decided when");
    decide(true, "baseline", "size", 0.0123456, "w1");
    assertThat(reason())
        .contains("rule baseline kept 1.23 %")
        .contains("this one is among them; incident window w1 wanted it too; decided early");
    decide(true, "window", "memory", 0.5, "w1");
    assertThat(reason()).startsWith("incident window w1 kept 50 %").contains("no room");
    decide(false, "health", "late", 0, null);
    assertThat(reason()).startsWith("rule health keeps none").contains("anew");
    decide(true, "baseline", "immediate", 1, null);
    assertThat(reason()).isEqualTo("rule baseline keeps every trace that it is for");
  }

  @Test
  void tellsThatATraceIsWaiting() throws Exception {
    pending.put(id(), new PendingTrace("gateway", "POST /checkout", 5, 1_000, 1, 500, DECIDED));
    JsonNode answer = tree(get("ab"));
    assertThat(answer.at("/decision").asText()).isEqualTo("pending");
    assertThat(answer.at("/rule").isNull()).isTrue();
    assertThat(answer.at("/decidedAt").isNull()).isTrue();
    assertThat(answer.at("/firstArrivalAt").asText()).isEqualTo("2026-11-22T14:00:00Z");
    assertThat(answer.at("/root/name").asText()).isEqualTo("POST /checkout");
    assertThat(answer.at("/reason").asText())
        .isEqualTo("not decided yet: 1 span has arrived, and more may come");
    decide(false, "baseline", "quiet", 0.05, null);
    assertThat(tree(get("ab")).at("/decision").asText()).isEqualTo("drop");
  }

  @Test
  void findsADecisionThatIsTakenWhileItIsAskedFor() throws Exception {
    whenAskedForPending = () -> decide(false, "baseline", "quiet", 0.05, null);
    assertThat(tree(get("ab")).at("/decision").asText()).isEqualTo("drop");
  }

  @Test
  void tellsOfAStoredTraceWhatTheStoreKnows() throws Exception {
    store.append(Batches.of(Shop.trace()), new JournalPosition(1, 1));
    JsonNode answer = tree(get(Shop.ID.hex()));
    assertThat(answer.at("/decision").asText()).isEqualTo("keep");
    assertThat(answer.at("/root/service").asText()).isEqualTo("gateway");
    assertThat(answer.at("/spanCount").asInt()).isEqualTo(3);
    assertThat(answer.at("/decidedAt").isNull()).isTrue();
    assertThat(answer.at("/reason").asText()).isEqualTo("stored; no decision is known");
  }

  @Test
  void knowsNothingOfATraceThatWasNeverSeen() throws Exception {
    HttpResponse<String> answer = get("ab");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(tree(answer).at("/detail").asText()).contains("000000ab");
  }

  @Test
  void refusesWhatIsNoTraceIdByTheNameOfTheField() throws Exception {
    for (String bad : List.of("xyz", "0", "1".repeat(33))) {
      HttpResponse<String> answer = get(bad);
      assertThat(answer.statusCode()).as(bad).isEqualTo(400);
      assertThat(tree(answer).at("/field").asText()).isEqualTo("id");
    }
  }

  private void decide(
      boolean keep, String rule, String trigger, double probability, @Nullable String window) {
    decisions.put(
        id(),
        new Decision(
            id(),
            keep,
            rule,
            trigger,
            probability,
            window,
            DECIDED,
            "gateway",
            "POST /checkout",
            5,
            1_000,
            7,
            3_500,
            List.of(new ErrorKind("payments", "charge", "timeout"))));
  }

  private String reason() throws Exception {
    return tree(get("ab")).at("/reason").asText();
  }

  private static TraceId id() {
    return new TraceId(0, 0xab);
  }

  private HttpResponse<String> get(String id) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.activeLocalPort() + "/api/v1/explain/" + id);
    return client.send(
        HttpRequest.newBuilder(uri).build(),
        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private static JsonNode tree(HttpResponse<String> answer) throws Exception {
    return ApiFixture.MAPPER.readTree(answer.body());
  }
}
