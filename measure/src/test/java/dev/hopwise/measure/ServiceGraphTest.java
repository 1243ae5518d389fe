package dev.hopwise.measure;

import static dev.hopwise.measure.SpanMaker.NOW;
import static dev.hopwise.measure.SpanMaker.batch;
import static dev.hopwise.measure.SpanMaker.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ServiceGraphTest {

  private static final long LATER = NOW + ServiceGraph.WAIT_NANOS;

  private final Measurements measurements = new Measurements(MeasureLimits.DEFAULT);

  private static final SpanMaker CLIENT =
      span("cart", "GET").kind(SpanKind.CLIENT).ids(1, 10, 9).took(Duration.ofMillis(30));
  private static final SpanMaker SERVER =
      span("auth", "GET").kind(SpanKind.SERVER).ids(1, 11, 10).took(Duration.ofMillis(20));

  @Test
  void pairsAClientWithItsServerInWhateverOrder() {
    observe(CLIENT, SERVER);
    observe(SERVER.ids(2, 11, 10), CLIENT.ids(2, 10, 9));
    observe(CLIENT.ids(3, 10, 9));
    observe(SERVER.ids(3, 11, 10));
    observe(SERVER.ids(4, 11, 10));
    observe(CLIENT.ids(4, 10, 9));
    ServiceEdge edge = onlyEdge(NOW);
    assertEdge(edge, "cart", "auth", ConnectionType.CALL, 4);
    assertThat(edge.failed()).isZero();
    assertThat(edge.clientDurations().sumSeconds()).isEqualTo(0.12);
    assertThat(edge.serverDurations().sumSeconds()).isEqualTo(0.08);
    assertThat(measurements.snapshot(LATER).edges()).hasSize(1);
    assertThat(measurements.snapshot(LATER).graph()).isEqualTo(new GraphCounts(0, 0, 0, 0, 0));
  }

  @Test
  void aRequestFailedIfEitherSideSaysSo() {
    observe(CLIENT.status(StatusCode.ERROR), SERVER);
    observe(CLIENT.ids(2, 10, 9), SERVER.ids(2, 11, 10).status(StatusCode.ERROR));
    observe(CLIENT.ids(3, 10, 9), SERVER.ids(3, 11, 10).status(StatusCode.OK));
    assertThat(onlyEdge(NOW).failed()).isEqualTo(2);
  }

  @Test
  void pairsTheSharedIdsOfOldZipkinLibraries() {
    observe(CLIENT, SERVER.ids(1, 10, 9));
    observe(SERVER.ids(2, 10, 9), CLIENT.ids(2, 10, 9));
    observe(SERVER.ids(3, 10, 0), CLIENT.ids(3, 10, 0));
    observe(CLIENT.ids(4, 10, 0), SERVER.ids(4, 10, 0));
    assertEdge(onlyEdge(LATER), "cart", "auth", ConnectionType.CALL, 4);
  }

  @Test
  void doesNotPairAcrossTracesOrWithSiblings() {
    observe(CLIENT, SERVER.ids(2, 11, 10), SERVER.ids(1, 12, 9), CLIENT.ids(1, 13, 9));
    MeasureSnapshot snapshot = measurements.snapshot(LATER);
    assertThat(snapshot.edges()).isEmpty();
    assertThat(snapshot.graph()).isEqualTo(new GraphCounts(2, 2, 0, 0, 0));
  }

  @Test
  void aLateHalfIsPairedWithinTheWaitAndNotAfter() {
    measurements.observe(batch(CLIENT), NOW);
    measurements.observe(batch(SERVER), LATER - 1);
    assertThat(measurements.snapshot(LATER).edges()).hasSize(1);
    measurements.observe(batch(CLIENT.ids(2, 10, 9)), LATER);
    measurements.observe(batch(SERVER.ids(2, 11, 10)), LATER + ServiceGraph.WAIT_NANOS);
    MeasureSnapshot end = measurements.snapshot(LATER + 3 * ServiceGraph.WAIT_NANOS);
    assertThat(end.edges().getFirst().requests()).isEqualTo(1);
    assertThat(end.graph()).isEqualTo(new GraphCounts(1, 1, 0, 0, 0));
  }

  @Test
  void eachConsumerOfAMessageIsARequest() {
    SpanMaker producer = span("orders", "publish").kind(SpanKind.PRODUCER).ids(1, 10, 9);
    SpanMaker consumer = span("billing", "process").kind(SpanKind.CONSUMER).ids(1, 11, 10);
    observe(consumer.ids(1, 12, 10), producer, consumer.ids(1, 13, 10));
    assertEdge(onlyEdge(LATER), "orders", "billing", ConnectionType.MESSAGING, 2);
  }

  @Test
  void aDatabaseIsNamedByWhoServesItElseByItself() {
    observe(CLIENT.with("db.system", "postgresql").with("server.address", "db-1"));
    observe(CLIENT.with("db.system.name", "redis"));
    observe(CLIENT.with("db.namespace", "shop").with("db.system.name", "postgresql"));
    observe(CLIENT.with("db.name", "old").with("net.peer.name", "db-2").with("db.system", "h2"));
    observe(CLIENT.with("peer.service", "ledger").with("server.address", "x").with("db.name", "y"));
    assertThat(measurements.snapshot(NOW).edges())
        .allMatch(e -> e.connectionType() == ConnectionType.DATABASE && e.client().equals("cart"))
        .allMatch(e -> e.serverDurations().sumSeconds() == 0.03)
        .extracting(ServiceEdge::server)
        .containsExactly("db-1", "redis", "shop", "db-2", "ledger");
  }

  @Test
  void aHostThatSendsNoSpansIsAVirtualNodeOnceTheWaitIsOver() {
    observe(CLIENT.with("server.address", "api.stripe.example"));
    assertThat(measurements.snapshot(NOW).edges()).isEmpty();
    assertEdge(onlyEdge(LATER), "cart", "api.stripe.example", ConnectionType.VIRTUAL_NODE, 1);
  }

  @Test
  void aHostWhoseServiceAnswersIsThatService() {
    observe(CLIENT.with("server.address", "auth:8080"), SERVER);
    assertEdge(onlyEdge(LATER), "cart", "auth", ConnectionType.CALL, 1);
  }

  @Test
  void aQueueThatNobodyReadsIsANode() {
    observe(
        CLIENT
            .kind(SpanKind.PRODUCER)
            .with("server.address", "broker")
            .with("messaging.destination.name", "orders"));
    assertEdge(onlyEdge(LATER), "cart", "orders", ConnectionType.MESSAGING, 1);
  }

  @Test
  void aServerWithoutAParentIsCalledByTheUser() {
    observe(SERVER.ids(1, 11, 0));
    assertEdge(onlyEdge(LATER), "user", "auth", ConnectionType.VIRTUAL_NODE, 1);
  }

  @Test
  void weighsARequest() {
    observe(CLIENT.state("ot=th:c"), SERVER.state("ot=th:c"));
    assertEdge(onlyEdge(NOW), "cart", "auth", ConnectionType.CALL, 4);
  }

  @Test
  void aTwentiethThatTheHeadKeepsTellsTheRatesOfAll() {
    double kept = 1 - 0xf3333 / (double) (1 << 20);
    SplittableRandom random = new SplittableRandom(5);
    for (int call = 1; call <= 200_000; call++) {
      if (random.nextDouble() >= kept) {
        continue;
      }
      SpanMaker client = CLIENT.ids(call, 10, 9).state("ot=th:f3333");
      if (call % 4 == 0) {
        observe(client.with("db.system.name", "h2").with("server.address", "db"));
      } else {
        observe(client, SERVER.ids(call, 11, 10).state("ot=th:f3333"));
      }
    }
    List<ServiceEdge> edges = measurements.snapshot(NOW).edges();
    assertThat(edges).hasSize(2);
    for (ServiceEdge edge : edges) {
      double truth = edge.connectionType() == ConnectionType.DATABASE ? 50_000 : 150_000;
      assertThat(edge.requests() / truth).isBetween(0.95, 1.05);
    }
  }

  @Test
  void spansOfOtherKindsAreNoSides() {
    observe(CLIENT.kind(SpanKind.INTERNAL), SERVER.kind(SpanKind.UNSPECIFIED));
    MeasureSnapshot snapshot = measurements.snapshot(NOW);
    assertThat(snapshot.edges()).isEmpty();
    assertThat(snapshot.graph().pending()).isZero();
  }

  @Test
  void givesUpTheOldestWhenTooManyWait() {
    Measurements small = new Measurements(new MeasureLimits(10, 10, 10, 10, 100, 100, 10, 3));
    for (int trace = 1; trace <= 10; trace++) {
      small.observe(batch(CLIENT.ids(trace, 10, 9)), NOW);
    }
    for (int trace = 10; trace >= 1; trace--) {
      small.observe(batch(SERVER.ids(trace, 11, 10)), NOW);
    }
    MeasureSnapshot snapshot = small.snapshot(LATER);
    // Seven clients had to go; the servers of the other three were paired. Seven servers found no
    // client, and made room by giving up those three clients and four of their own.
    assertThat(snapshot.edges().getFirst().requests()).isEqualTo(3);
    assertThat(snapshot.graph()).isEqualTo(new GraphCounts(7, 7, 7 + 7, 0, 0));
  }

  @Test
  void anEdgeBeyondTheLimitIsFoldedByItsType() {
    Measurements small = new Measurements(new MeasureLimits(10, 10, 10, 10, 100, 100, 2, 100));
    for (int i = 0; i < 6; i++) {
      small.observe(batch(CLIENT.with("db.name", "db-" + i)), NOW);
    }
    small.observe(batch(CLIENT.with("db.name", "db-1")), NOW);
    MeasureSnapshot snapshot = small.snapshot(NOW);
    assertThat(snapshot.edges())
        .extracting(ServiceEdge::server)
        .containsExactly("db-0", "db-1", MeasureLimits.OTHER);
    assertThat(snapshot.edges()).extracting(ServiceEdge::requests).containsExactly(1L, 2L, 4L);
    assertThat(snapshot.graph().foldedRequests()).isEqualTo(4);
  }

  @Test
  void manyTracesShuffledOverManyBatchesGiveExactlyTheirEdges() {
    List<SpanMaker> spans = new ArrayList<>();
    for (int trace = 1; trace <= 500; trace++) {
      spans.add(span("gateway", "POST").kind(SpanKind.SERVER).ids(trace, 1, 0));
      spans.add(span("gateway", "GET").kind(SpanKind.CLIENT).ids(trace, 2, 1));
      spans.add(span("cart", "GET").kind(SpanKind.SERVER).ids(trace, 3, 2));
      spans.add(
          span("cart", "SELECT").kind(SpanKind.CLIENT).ids(trace, 4, 3).with("db.name", "carts"));
      spans.add(span("cart", "send").kind(SpanKind.PRODUCER).ids(trace, 5, 3));
      spans.add(span("mail", "process").kind(SpanKind.CONSUMER).ids(trace, 6, 5));
    }
    Collections.shuffle(spans, new Random(6));
    for (int at = 0; at < spans.size(); at += 50) {
      measurements.observe(batch(spans.subList(at, at + 50)), NOW + at);
    }
    MeasureSnapshot snapshot = measurements.snapshot(LATER + spans.size());
    assertThat(snapshot.edges())
        .extracting(e -> e.client() + ">" + e.server() + " " + e.connectionType().label())
        .containsExactlyInAnyOrder(
            "user>gateway virtual_node",
            "gateway>cart ",
            "cart>carts database",
            "cart>mail messaging_system");
    assertThat(snapshot.edges()).allMatch(e -> e.requests() == 500);
    assertThat(snapshot.graph()).isEqualTo(new GraphCounts(0, 0, 0, 0, 0));
  }

  private void observe(SpanMaker... spans) {
    measurements.observe(batch(spans), NOW);
  }

  private ServiceEdge onlyEdge(long now) {
    List<ServiceEdge> edges = measurements.snapshot(now).edges();
    assertThat(edges).hasSize(1);
    return edges.getFirst();
  }

  private static void assertEdge(
      ServiceEdge edge, String client, String server, ConnectionType type, long requests) {
    assertThat(edge.client()).isEqualTo(client);
    assertThat(edge.server()).isEqualTo(server);
    assertThat(edge.connectionType()).isEqualTo(type);
    assertThat(edge.requests()).isEqualTo(requests);
    assertThat(edge.serverDurations().count()).isEqualTo(requests);
    assertThat(edge.clientDurations().count()).isEqualTo(requests);
  }
}
