package dev.hopwise.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.demo.SpanSink.Received;
import dev.hopwise.demo.shop.Fault;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole shop, nine real processes with the real agent, started once. What it exports is looked
/// at in a receiver of the test's own.
@Timeout(300)
class ShopTest {
  /// No single log-normal wait of the shop is nearly as long while no fault is on.
  private static final Duration CLEARLY_SLOW = Duration.ofMillis(150);

  /// Each of them ends after all other spans that its service adds to a checkout, and a service
  /// exports in the order of the ends: with these the trace is whole.
  private static final Set<String> LAST_OF_EVERY_SERVICE =
      Set.of(
          "POST /checkout",
          "shop.Auth/VerifyToken",
          "POST /orders",
          "POST /charges",
          "POST /reservations/{id}/commit",
          "orders.placed process");

  private static final int TRIES = 8;

  @TempDir static Path directory;
  private static SpanSink sink;
  private static Shop shop;
  private static Load load;

  @BeforeAll
  static void startsTheShop() throws Exception {
    sink = SpanSink.start();
    shop = Shop.start(new ShopOptions(sink.uri(), "http/protobuf", 0, AgentJar.find(), directory));
    SplittableRandom random = new SplittableRandom(7);
    load = new Load(new Visitors(shop.gateway(), random.split()), random.split());
    completed();
  }

  @AfterAll
  static void endsTheShop() {
    List<ProcessHandle> processes =
        shop.pids().values().stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
    load.close();
    shop.close();
    sink.close();
    assertThat(processes).noneMatch(ProcessHandle::isAlive);
  }

  @AfterEach
  void mendsEverything() {
    for (Fault fault : Fault.values()) {
      shop.set(fault, false);
    }
  }

  @Test
  void aCheckoutIsOneTraceThroughSixServices() throws Exception {
    List<Received> trace = completed();

    assertThat(trace.stream().map(Received::service).collect(Collectors.toSet()))
        .isEqualTo(Set.of("gateway", "auth", "orders", "inventory", "payments", "fulfilment"));
    assertThat(trace.stream().filter(span -> span.parentSpanId().isEmpty()))
        .singleElement()
        .satisfies(root -> assertThat(root.name()).isEqualTo("POST /checkout"));
    Set<String> ids = trace.stream().map(Received::spanId).collect(Collectors.toSet());
    assertThat(trace)
        .allMatch(span -> span.parentSpanId().isEmpty() || ids.contains(span.parentSpanId()));
  }

  @Test
  void aCheckoutShowsTheQueueTheDatabaseTheRpcAndTheOutside() throws Exception {
    List<Received> trace = completed();

    Received consumer = one(trace, "fulfilment", SpanKind.SPAN_KIND_CONSUMER);
    Received producer = one(trace, "orders", SpanKind.SPAN_KIND_PRODUCER);
    assertThat(consumer.parentSpanId()).isEqualTo(producer.spanId());
    assertThat(producer.attributes()).containsEntry("messaging.destination.name", "orders.placed");

    Received rpcServer = one(trace, "auth", SpanKind.SPAN_KIND_SERVER);
    assertThat(rpcServer.name()).isEqualTo("shop.Auth/VerifyToken");
    assertThat(trace)
        .anyMatch(span ->
            span.spanId().equals(rpcServer.parentSpanId())
                && span.service().equals("gateway")
                && span.kind() == SpanKind.SPAN_KIND_CLIENT);

    Received insert = named(trace, "payments", "INSERT charges");
    assertThat(insert.attributes())
        .containsEntry("db.system.name", "h2database")
        .containsEntry("db.namespace", "payments")
        .containsEntry("server.address", "db");
    assertThat(insert.attributes().get("db.query.text")).startsWith("INSERT INTO charges");

    Received card = outside(trace);
    assertThat(trace).noneMatch(span -> span.parentSpanId().equals(card.spanId()));
  }

  @Test
  void everySpanCarriesTheTenantFromTheEdge() throws Exception {
    List<Received> trace = completed();

    assertThat(trace).allMatch(span -> span.attributes().containsKey("tenant.id"));
    assertThat(trace.stream().map(span -> span.attributes().get("tenant.id")).distinct())
        .hasSize(1);
    assertThat(trace).allMatch(span -> span.attributes().get("operation").equals("checkout"));
    assertThat(trace)
        .allMatch(span -> span.resource().get("deployment.environment.name").equals("demo"))
        .allMatch(span -> span.resource().containsKey("service.version"));
  }

  @Test
  void aSlowDatabaseDelaysTheJdbcSpan() throws Exception {
    assertThat(named(completed(), "payments", "INSERT charges").duration())
        .isLessThan(CLEARLY_SLOW);

    shop.set(Fault.SLOW_DATABASE, true);
    assertThat(named(completed(), "payments", "INSERT charges").duration())
        .isGreaterThan(CLEARLY_SLOW);

    shop.set(Fault.SLOW_DATABASE, false);
    assertThat(named(completed(), "payments", "INSERT charges").duration())
        .isLessThan(CLEARLY_SLOW);
  }

  @Test
  void slowAuthDelaysItsOwnSpan() throws Exception {
    shop.set(Fault.SLOW_AUTH, true);

    assertThat(one(completed(), "auth", SpanKind.SPAN_KIND_SERVER).duration())
        .isGreaterThan(CLEARLY_SLOW);
  }

  @Test
  void aSlowExternalApiDelaysTheCallToIt() throws Exception {
    shop.set(Fault.SLOW_EXTERNAL_API, true);

    assertThat(outside(completed()).duration()).isGreaterThan(CLEARLY_SLOW);
  }

  @Test
  void aSlowConsumerDelaysTheWorkBehindTheQueueAndNotTheCheckout() throws Exception {
    shop.set(Fault.SLOW_CONSUMER, true);
    List<Received> trace = completed();

    Received consumer = one(trace, "fulfilment", SpanKind.SPAN_KIND_CONSUMER);
    assertThat(consumer.duration()).isGreaterThan(CLEARLY_SLOW);
  }

  @Test
  void failingPaymentsAreTriedThreeTimesByOrders() throws Exception {
    shop.set(Fault.FAILING_PAYMENTS, true);

    List<Received> trace =
        checkoutUntil(spans -> charges(spans).size() >= 3 && names(spans).contains("POST /orders"));
    List<Received> charges = charges(trace);
    assertThat(charges).hasSize(3);
    assertThat(charges.getFirst().attributes())
        .containsEntry("error.type", "503")
        .containsEntry("http.response.status_code", "503");
    assertThat(charges.getFirst().events()).contains("exception");
    Received orders = named(trace, "orders", "POST /orders");
    List<Received> calls =
        trace.stream()
            .filter(span -> span.parentSpanId().equals(orders.spanId()))
            .filter(span -> "payments".equals(span.attributes().get("server.address")))
            .toList();
    assertThat(calls).hasSize(3);
  }

  @Test
  void brokenPropagationMakesInventoryARootOfItsOwn() throws Exception {
    shop.set(Fault.BROKEN_PROPAGATION, true);
    int before = inventoryRoots();

    List<Received> trace = checkoutUntil(spans -> spans.stream().anyMatch(ShopTest::isPublish));
    assertThat(trace)
        .anyMatch(span -> span.service().equals("orders"))
        .noneMatch(span -> span.name().equals("POST /reservations"));
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (inventoryRoots() == before && System.nanoTime() < end) {
      Thread.sleep(100);
    }
    assertThat(inventoryRoots()).isGreaterThan(before);
  }

  @Test
  void anUnboundedAttributeHasAnotherValueInEveryRequest() throws Exception {
    shop.set(Fault.UNBOUNDED_ATTRIBUTE, true);

    Set<String> nonces = nonces(completed());
    nonces.addAll(nonces(completed()));
    assertThat(nonces).hasSize(2);

    shop.set(Fault.UNBOUNDED_ATTRIBUTE, false);
    assertThat(completed()).noneMatch(span -> span.attributes().containsKey("request.nonce"));
  }

  @Test
  void faultsAreSwitchedOverHttp() throws Exception {
    try (FaultsEndpoint endpoint = FaultsEndpoint.start(shop, 0)) {
      URI slowAuth = URI.create(endpoint.uri() + "/slow-auth?on=true");
      assertThat(post(slowAuth).statusCode()).isEqualTo(200);
      assertThat(shop.isOn(Fault.SLOW_AUTH)).isTrue();
      assertThat(post(URI.create(endpoint.uri() + "/slow-auth?on=maybe")).statusCode())
          .isEqualTo(400);
      assertThat(post(URI.create(endpoint.uri() + "/slow-moon?on=true")).body())
          .contains("no fault slow-moon", "slow-auth");
      assertThat(send(HttpRequest.newBuilder(endpoint.uri())).body())
          .contains("broken-propagation", "description");
    }
  }

  @Test
  void aWrongRequestIsRefusedNamingTheFieldAndItsLimit() throws Exception {
    HttpResponse<String> tooMany =
        send(
            HttpRequest.newBuilder(shop.gateway().resolve("/checkout"))
                .header("authorization", "Bearer token-001")
                .POST(BodyPublishers.ofString("{\"sku\":\"sku-001\",\"quantity\":11}")));
    assertThat(tooMany.statusCode()).isEqualTo(400);
    assertThat(tooMany.body()).contains("quantity", "1 to 10");

    HttpResponse<String> noUuid =
        send(
            HttpRequest.newBuilder(shop.gateway().resolve("/orders/abc"))
                .header("authorization", "Bearer token-001"));
    assertThat(noUuid.statusCode()).isEqualTo(400);
    assertThat(noUuid.body()).contains("id: a UUID expected");
  }

  private static HttpResponse<String> post(URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  /// A checkout's trace that went all the way; now and then one is refused, as in life.
  private static List<Received> completed() throws InterruptedException {
    return checkoutUntil(spans -> names(spans).containsAll(LAST_OF_EVERY_SERVICE));
  }

  private static List<Received> checkoutUntil(Predicate<List<Received>> condition)
      throws InterruptedException {
    List<Received> trace = List.of();
    for (int i = 0; i < TRIES; i++) {
      Optional<Load.Answer> answer = load.checkout();
      if (answer.isEmpty()) {
        continue;
      }
      Duration patience = Duration.ofSeconds(answer.get().isSuccess() ? 20 : 3);
      trace = sink.await(answer.get().traceId(), patience, condition);
      if (condition.test(trace)) {
        return trace;
      }
    }
    throw new AssertionError("no such trace in " + TRIES + " checkouts; the last: " + trace);
  }

  /// Of server and consumer spans: a call's client and server share their name with gRPC.
  private static Set<String> names(List<Received> trace) {
    return trace.stream()
        .filter(span ->
            span.kind() == SpanKind.SPAN_KIND_SERVER || span.kind() == SpanKind.SPAN_KIND_CONSUMER)
        .map(Received::name)
        .collect(Collectors.toSet());
  }

  private static List<Received> charges(List<Received> trace) {
    return trace.stream()
        .filter(span -> span.kind() == SpanKind.SPAN_KIND_SERVER)
        .filter(span -> span.name().equals("POST /charges"))
        .toList();
  }

  private static boolean isPublish(Received span) {
    return span.kind() == SpanKind.SPAN_KIND_PRODUCER;
  }

  private static int inventoryRoots() {
    return (int)
        sink.all().stream()
            .filter(span -> span.service().equals("inventory"))
            .filter(span -> span.kind() == SpanKind.SPAN_KIND_SERVER)
            .filter(span -> span.parentSpanId().isEmpty())
            .count();
  }

  private static Set<String> nonces(List<Received> trace) {
    return trace.stream()
        .filter(span -> span.service().equals("payments"))
        .map(span -> span.attributes().get("request.nonce"))
        .collect(Collectors.toSet());
  }

  private static Received outside(List<Received> trace) {
    return trace.stream()
        .filter(span -> "api.cards.example".equals(span.attributes().get("server.address")))
        .findFirst()
        .orElseThrow();
  }

  private static Received one(List<Received> trace, String service, SpanKind kind) {
    List<Received> found =
        trace.stream()
            .filter(span -> span.service().equals(service) && span.kind() == kind)
            .toList();
    assertThat(found).as("%s of %s", kind, service).hasSize(1);
    return found.getFirst();
  }

  private static Received named(List<Received> trace, String service, String name) {
    return trace.stream()
        .filter(span -> span.service().equals(service) && span.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
