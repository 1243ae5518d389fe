package dev.hopwise.simulate;

import static dev.hopwise.simulate.Steps.cache;
import static dev.hopwise.simulate.Steps.call;
import static dev.hopwise.simulate.Steps.consumer;
import static dev.hopwise.simulate.Steps.http;
import static dev.hopwise.simulate.Steps.insert;
import static dev.hopwise.simulate.Steps.local;
import static dev.hopwise.simulate.Steps.loop;
import static dev.hopwise.simulate.Steps.outside;
import static dev.hopwise.simulate.Steps.parallel;
import static dev.hopwise.simulate.Steps.poll;
import static dev.hopwise.simulate.Steps.publish;
import static dev.hopwise.simulate.Steps.publishLinked;
import static dev.hopwise.simulate.Steps.rpc;
import static dev.hopwise.simulate.Steps.select;
import static dev.hopwise.simulate.Steps.sometimes;
import static dev.hopwise.simulate.Steps.tolerate;
import static dev.hopwise.simulate.Steps.update;
import static dev.hopwise.simulate.Steps.work;

import dev.hopwise.simulate.Topology.Entry;
import java.util.ArrayList;
import java.util.List;

/// A shop of sixteen services behind one gateway: HTTP, gRPC and two queues, five databases, two
/// caches, three external APIs.
final class Shop {

  private static final List<String> TENANTS =
      List.of("acme", "globex", "initech", "umbrella", "hooli", "stark", "wayne", "tyrell");

  private Shop() {}

  static Topology topology() {
    return new Topology(services(), endpoints(), entries(), TENANTS);
  }

  /// With so many rare reports more, the n-th asked for 1/(n+2) as often as all of `GET /products`.
  static Topology withReports(int count) {
    List<Endpoint> endpoints = new ArrayList<>(endpoints());
    List<Entry> entries = new ArrayList<>(entries());
    for (int i = 1; i <= count; i++) {
      Endpoint report =
          http(
              "gateway", "GET /reports/kind-" + i, work(2), select("orders-db", "report_" + i, 30));
      endpoints.add(report);
      entries.add(new Entry(report.key(), 0.3 / (i + 2)));
    }
    return new Topology(services(), endpoints, entries, TENANTS);
  }

  private static List<Service> services() {
    return List.of(
        stable("gateway", "java"),
        stable("auth", "go"),
        old("catalog", "java"),
        stable("search", "java"),
        stable("cart", "nodejs"),
        stable("orders", "java"),
        old("payments", "dotnet"),
        old("inventory", "java"),
        stable("shipping", "go"),
        old("recommendation", "python"),
        stable("pricing", "go"),
        stable("fraud", "python"),
        old("reviews", "ruby"),
        stable("fulfilment", "java"),
        old("mailer", "nodejs"),
        stable("ledger", "java"));
  }

  private static Service stable(String name, String language) {
    return new Service(name, language, Conventions.STABLE, List.of("2.4.0", "2.5.0"), 3);
  }

  private static Service old(String name, String language) {
    return new Service(name, language, Conventions.OLD, List.of("1.18.2", "1.19.0"), 2);
  }

  private static List<Entry> entries() {
    return List.of(
        new Entry("gateway GET /products/{id}", 0.30),
        new Entry("gateway GET /search", 0.18),
        new Entry("gateway GET /home", 0.12),
        new Entry("gateway GET /cart", 0.12),
        new Entry("gateway POST /cart/items", 0.08),
        new Entry("gateway POST /orders", 0.08),
        new Entry("gateway GET /orders", 0.06),
        new Entry("gateway GET /orders/{id}/tracking", 0.03),
        new Entry("gateway POST /login", 0.02),
        new Entry("gateway GET /healthz", 0.008),
        new Entry("gateway GET /admin/report", 0.002));
  }

  private static List<Endpoint> endpoints() {
    List<Endpoint> all = new ArrayList<>(atTheGateway());
    all.addAll(ordering());
    all.addAll(browsing());
    return all;
  }

  private static List<Endpoint> atTheGateway() {
    return List.of(
        http("gateway", "GET /products/{id}", work(1), CHECK, call("catalog GET /products/{id}")),
        http("gateway", "GET /search", work(1), CHECK, call("search GET /search")),
        http(
            "gateway",
            "GET /home",
            work(2),
            CHECK,
            parallel(
                call("catalog GET /products"),
                tolerate(call("recommendation GET /recommendations")),
                call("cart GET /cart"))),
        http("gateway", "GET /cart", work(1), CHECK, call("cart GET /cart")),
        http("gateway", "POST /cart/items", work(1), CHECK, call("cart POST /cart/items")),
        http("gateway", "POST /orders", work(2), CHECK, call("orders POST /orders", 3)),
        http("gateway", "GET /orders", work(1), CHECK, call("orders GET /orders")),
        http(
            "gateway",
            "GET /orders/{id}/tracking",
            work(1),
            CHECK,
            call("shipping GET /parcels/{id}")),
        http("gateway", "POST /login", work(1), call("auth shop.Auth/Login")),
        http("gateway", "GET /healthz", work(0.2)),
        http(
            "gateway",
            "GET /admin/report",
            work(5),
            CHECK,
            select("orders-db", "order_lines", 400)));
  }

  private static final Step CHECK = call("auth shop.Auth/Check");

  private static List<Endpoint> ordering() {
    return List.of(
        http(
            "orders",
            "POST /orders",
            local("validate", work(3)),
            parallel(call("inventory POST /reservations"), call("pricing shop.Pricing/Quote")),
            call("payments POST /payments", 3),
            insert("orders-db", "orders", 8),
            publish("orders", "kafka", "fulfilment orders", 40),
            publishLinked("mails", "rabbitmq", "mailer mails", 120),
            work(1)),
        http(
            "orders",
            "GET /orders",
            work(2),
            select("orders-db", "orders", 6),
            loop(2, 12, select("orders-db", "order_lines", 3))),
        http(
            "payments",
            "POST /payments",
            work(3),
            call("fraud shop.Fraud/Score"),
            outside("api.bank.example", "POST", "/v1/charges", 60, 3),
            insert("payments-db", "charges", 6),
            call("ledger shop.Ledger/Book")),
        rpc("fraud", "shop.Fraud/Score", work(9), select("users-db", "risk", 4)),
        rpc("ledger", "shop.Ledger/Book", work(1), insert("payments-db", "bookings", 5)),
        http(
            "inventory",
            "POST /reservations",
            work(2),
            select("inventory-db", "stock", 5),
            update("inventory-db", "stock", 7)),
        consumer(
            "fulfilment",
            "orders",
            work(4),
            select("orders-db", "orders", 4),
            call("shipping POST /parcels", 2)),
        consumer("mailer", "mails", work(3), outside("mail.example", "POST", "/send", 80, 2)),
        http(
            "shipping",
            "POST /parcels",
            work(3),
            outside("api.carrier.example", "POST", "/labels", 90, 2),
            poll(2, 4, 30, outside("api.carrier.example", "GET", "/labels/{id}", 15, 1))),
        http(
            "shipping",
            "GET /parcels/{id}",
            work(2),
            tolerate(outside("api.carrier.example", "GET", "/parcels/{id}", 50, 2)),
            select("orders-db", "parcels", 4)));
  }

  private static List<Endpoint> browsing() {
    return List.of(
        rpc(
            "auth",
            "shop.Auth/Check",
            work(0.6),
            cache("session-cache", 0.9, select("users-db", "sessions", 5))),
        rpc(
            "auth",
            "shop.Auth/Login",
            work(45),
            select("users-db", "users", 5),
            insert("users-db", "sessions", 4)),
        http(
            "catalog",
            "GET /products/{id}",
            work(2),
            cache("catalog-cache", 0.8, select("catalog-db", "products", 9)),
            parallel(
                call("pricing shop.Pricing/Price"), tolerate(call("reviews GET /reviews/{id}")))),
        http(
            "catalog",
            "GET /products",
            work(4),
            select("catalog-db", "products", 12),
            call("pricing shop.Pricing/Price")),
        http("reviews", "GET /reviews/{id}", work(3), select("catalog-db", "reviews", 6)),
        http(
            "search",
            "GET /search",
            work(12),
            local("rank", work(6)),
            loop(1, 4, call("catalog GET /products/{id}"))),
        http(
            "recommendation",
            "GET /recommendations",
            work(7),
            sometimes(0.5, call("catalog GET /products"))),
        http(
            "cart",
            "GET /cart",
            work(1),
            cache("session-cache", 0.97, select("users-db", "carts", 5)),
            call("pricing shop.Pricing/Quote")),
        http(
            "cart",
            "POST /cart/items",
            work(2),
            call("inventory POST /reservations"),
            insert("users-db", "carts", 5)),
        rpc("pricing", "shop.Pricing/Price", work(2)),
        rpc("pricing", "shop.Pricing/Quote", work(4), select("catalog-db", "prices", 4)));
  }
}
