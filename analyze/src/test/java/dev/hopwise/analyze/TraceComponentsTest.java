package dev.hopwise.analyze;

import static dev.hopwise.model.SpanKind.CLIENT;
import static dev.hopwise.model.SpanKind.INTERNAL;
import static dev.hopwise.model.SpanKind.PRODUCER;
import static dev.hopwise.model.SpanKind.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.analyze.TraceComponents.Part;
import dev.hopwise.model.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceComponentsTest {

  private final MadeTrace trace = new MadeTrace(7);
  private final long root = trace.add(0, "a", "GET /x", SERVER, 0, 100, Attributes.EMPTY);

  @Test
  void dividesTheRootsDurationAmongServicesAndTheEdgesBetweenThem() {
    long client = trace.add(root, "a", "call", CLIENT, 10, 90, Attributes.EMPTY);
    // The clock of b is an hour ahead.
    trace.add(client, "b", "serve", SERVER, 3_600_020, 3_600_080, Attributes.EMPTY);
    assertThat(trace.components().parts())
        .containsExactlyInAnyOrder(
            part(Component.ofService("a"), "GET /x", 20, 1, 0),
            part(Component.ofEdge("a", "b"), "call", 20, 1, 20),
            part(Component.ofService("b"), "serve", 60, 1, 0));
  }

  @Test
  void countsLocalSpansBelowACallToThatCall() {
    long query =
        trace.add(root, "a", "find", CLIENT, 10, 60, Attributes.of("db.system", "mongodb"));
    trace.add(query, "a", "tcp", INTERNAL, 20, 30, Attributes.EMPTY);
    trace.add(query, "a", "POST", CLIENT, 30, 50, Attributes.of("server.address", "10.0.0.1"));
    Component database = new Component(HopKind.DATABASE, "a", "mongodb", Layer.DATABASE);
    assertThat(trace.components().parts())
        .containsExactlyInAnyOrder(
            part(Component.ofService("a"), "GET /x", 50, 1, 0), part(database, "find", 50, 1, 50));
  }

  @Test
  void findsTheServerBelowTwoNestedClients() {
    long outer = trace.add(root, "a", "sdk", CLIENT, 10, 90, Attributes.EMPTY);
    long inner = trace.add(outer, "a", "GET", CLIENT, 20, 80, Attributes.EMPTY);
    trace.add(inner, "b", "serve", SERVER, 30, 70, Attributes.EMPTY);
    assertThat(trace.components().parts())
        .containsExactlyInAnyOrder(
            part(Component.ofService("a"), "GET /x", 20, 1, 0),
            part(Component.ofEdge("a", "b"), "sdk", 40, 1, 40),
            part(Component.ofService("b"), "serve", 40, 1, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "db.system.name, redis, DATABASE, redis, CACHE",
    "db.system, redis, DATABASE, redis, CACHE",
    "db.statement, SELECT 1, DATABASE, call, DATABASE",
    "messaging.destination.name, jobs, QUEUE, jobs, QUEUE_WAIT",
    "messaging.destination, jobs, QUEUE, jobs, QUEUE_WAIT",
    "server.address, api.pay.example, EXTERNAL, api.pay.example, EXTERNAL_API",
    "net.peer.name, api.pay.example, EXTERNAL, api.pay.example, EXTERNAL_API",
    "http.url, https://api.pay.example:8443/v1/a?b, EXTERNAL, api.pay.example, EXTERNAL_API",
    "url.full, https://u@api.pay.example, EXTERNAL, api.pay.example, EXTERNAL_API",
    "server.address, login.pay.example, EXTERNAL, login.pay.example, AUTH",
    "server.address, author.pay.example, EXTERNAL, author.pay.example, EXTERNAL_API",
    "server.address, stock.shop.svc.cluster.local, EXTERNAL, stock.shop.svc.cluster.local, INTERNAL_CALL",
    "net.peer.ip, 10.1.2.3, EXTERNAL, 10.1.2.3, INTERNAL_CALL",
    "rpc.service, Stock, EXTERNAL, Stock, INTERNAL_CALL"
  })
  void namesADependencyByEitherGenerationOfConventions(
      String key, String value, HopKind kind, String callee, Layer layer) {
    trace.add(root, "a", "call", CLIENT, 10, 60, Attributes.of(key, value));
    assertThat(trace.components().parts())
        .extracting(Part::component)
        .contains(new Component(kind, "a", callee, layer));
  }

  @Test
  void takesAProducerForAQueue() {
    trace.add(root, "a", "send", PRODUCER, 10, 60, Attributes.EMPTY);
    assertThat(trace.components().parts())
        .extracting(Part::component)
        .contains(new Component(HopKind.QUEUE, "a", "send", Layer.QUEUE_WAIT));
  }

  @Test
  void hasNothingToDivideWithoutARoot() {
    MadeTrace orphan = new MadeTrace(8);
    orphan.add(99, "a", "lost", SERVER, 0, 10, Attributes.EMPTY);
    assertThat(TraceComponents.of(orphan.tree(), 1)).isEmpty();
  }

  private static Part part(
      Component component, String operation, long pathMillis, int calls, long gapMillis) {
    return new Part(
        component, operation, false, pathMillis * 1_000_000, calls, gapMillis * 1_000_000);
  }
}
