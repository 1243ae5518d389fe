package dev.hopwise.analyze;

import static dev.hopwise.model.SpanKind.CLIENT;
import static dev.hopwise.model.SpanKind.INTERNAL;
import static dev.hopwise.model.SpanKind.SERVER;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Two endpoints whose delays are known: `POST /order` of gateway → authservice, orders → database,
/// orders → an external API, with recommendations asked for in parallel and never waited for; and
/// the fast `GET /health`.
final class SmallShop {

  private final Random random;

  /// What is delayed, and by how much.
  private String delayed = "";

  private double delayMillis;
  private double healthShare;
  private boolean oldConventions;

  SmallShop(long seed) {
    random = new Random(seed);
  }

  SmallShop delaying(String place, double millis) {
    delayed = place;
    delayMillis = millis;
    return this;
  }

  SmallShop withHealthShare(double share) {
    healthShare = share;
    return this;
  }

  SmallShop withOldConventions() {
    oldConventions = true;
    return this;
  }

  List<TraceComponents> traces(int count) {
    List<TraceComponents> traces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long id = random.nextLong() | 1;
      traces.add((random.nextDouble() < healthShare ? health(id) : order(id)).components());
    }
    return traces;
  }

  private MadeTrace health(long id) {
    MadeTrace trace = new MadeTrace(id);
    trace.add(0, "gateway", "GET /health", SERVER, 0, took("health", 3), Attributes.EMPTY);
    return trace;
  }

  private MadeTrace order(long id) {
    MadeTrace trace = new MadeTrace(id);
    double ownBefore = took("gateway", 4);
    double auth = took("authservice", 6);
    double authEdge = took("gateway->authservice", 2);
    double ordersEdge = took("gateway->orders", 2);
    double ordersOwn = took("orders", 10);
    double database = took("database", 8);
    double external = took("external", 25);
    double authStart = ownBefore;
    double ordersStart = authStart + auth + authEdge + 1;
    double served = ordersOwn + database + external;
    double end = ordersStart + served + ordersEdge + 1;
    // Ends before the call of orders does, and nearly always after that has begun.
    double recommendations = Math.min(took("recommendations", 22), end - ownBefore - 1.5);
    long root = trace.add(0, "gateway", "POST /order", SERVER, 0, end, Attributes.EMPTY);
    call(trace, root, "authservice", "check", authStart, auth, authEdge);
    call(trace, root, "recommendations", "list", ownBefore, recommendations - 0.2, 0.2);
    long orders = call(trace, root, "orders", "place", ordersStart, served, ordersEdge);
    double at = ordersStart + ordersEdge / 2 + ordersOwn / 2;
    trace.add(orders, "orders", "price", INTERNAL, at - ordersOwn / 2, at, Attributes.EMPTY);
    trace.add(orders, "orders", "INSERT orders", CLIENT, at, at + database, databaseAttributes());
    at += database;
    trace.add(orders, "orders", "POST", CLIENT, at, at + external, externalAttributes());
    return trace;
  }

  private static long call(
      MadeTrace trace,
      long parent,
      String callee,
      String name,
      double start,
      double served,
      double edge) {
    long client =
        trace.add(parent, "gateway", name, CLIENT, start, start + served + edge, Attributes.EMPTY);
    double from = start + edge / 2;
    return trace.add(client, callee, name, SERVER, from, from + served, Attributes.EMPTY);
  }

  private Attributes databaseAttributes() {
    return oldConventions
        ? attributes("db.system", "postgresql", "db.name", "shop")
        : attributes("db.system.name", "postgresql", "db.namespace", "shop");
  }

  private Attributes externalAttributes() {
    return oldConventions
        ? attributes("http.method", "POST", "http.url", "https://api.pay.example/charges?x=1")
        : attributes(
            "http.request.method",
            "POST",
            "server.address",
            "api.pay.example",
            "url.full",
            "https://api.pay.example/charges?x=1");
  }

  private static Attributes attributes(String... pairs) {
    List<Attribute> made = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      made.add(new Attribute(pairs[i], AttributeValue.of(pairs[i + 1])));
    }
    return Attributes.of(made);
  }

  /// Skewed as real durations are.
  private double took(String place, double typicalMillis) {
    double usual = typicalMillis * Math.exp(0.25 * random.nextGaussian());
    return place.equals(delayed) ? usual + delayMillis : usual;
  }
}
