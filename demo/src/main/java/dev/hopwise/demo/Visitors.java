package dev.hopwise.demo;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/// The requests of the shop's visitors. They carry what only the edge knows as baggage: tenant,
/// user and what is being done. Any thread.
final class Visitors {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int USERS = 200;
  private static final int PRODUCTS = 200;
  private static final int RECENT_ORDERS_MAX = 100;

  /// The first is the largest customer.
  private static final List<String> TENANTS =
      List.of("acme", "acme", "acme", "globex", "globex", "initech", "umbrella");

  private static final List<String> CATEGORIES = List.of("books", "music", "garden", "kitchen");

  private final URI gateway;
  private final RandomGenerator random;
  private final Deque<String> recentOrders = new ArrayDeque<>();

  Visitors(URI gateway, RandomGenerator random) {
    this.gateway = gateway;
    this.random = random;
  }

  /// The mix: 40 % checkouts, 30 % catalog, 20 % carts, 10 % orders.
  synchronized HttpRequest next() {
    int dice = random.nextInt(10);
    if (dice < 4) {
      return checkout();
    } else if (dice < 7) {
      return catalog();
    } else if (dice < 9) {
      return cart();
    }
    return order();
  }

  synchronized HttpRequest checkout() {
    String body =
        "{\"sku\":\"sku-%03d\",\"quantity\":%d}"
            .formatted(1 + random.nextInt(PRODUCTS), 1 + random.nextInt(3));
    return request("/checkout", "checkout").POST(BodyPublishers.ofString(body)).build();
  }

  /// Remembers the order that a checkout has made, to look it up later.
  synchronized void ordered(String order) {
    recentOrders.addLast(order);
    if (recentOrders.size() > RECENT_ORDERS_MAX) {
      recentOrders.removeFirst();
    }
  }

  private HttpRequest catalog() {
    String category = CATEGORIES.get(random.nextInt(CATEGORIES.size()));
    return request("/catalog?category=" + category, "browse").GET().build();
  }

  private HttpRequest cart() {
    return request("/cart/user-%03d".formatted(1 + random.nextInt(USERS)), "view-cart")
        .GET()
        .build();
  }

  /// One lookup in twenty is for an order that never was.
  private HttpRequest order() {
    String recent = recentOrders.peekFirst();
    boolean unknown = recent == null || random.nextInt(20) == 0;
    String id = unknown ? "00000000-0000-4000-8000-000000000000" : recent;
    return request("/orders/" + id, "track-order").GET().build();
  }

  /// One token in two hundred is not valid any more.
  private HttpRequest.Builder request(String path, String operation) {
    int user = 1 + random.nextInt(USERS);
    String token = random.nextInt(200) == 0 ? "expired" : "token-%03d".formatted(user);
    return HttpRequest.newBuilder(gateway.resolve(path))
        .timeout(TIMEOUT)
        .header("authorization", "Bearer " + token)
        .header(
            "baggage",
            "tenant.id=%s,enduser.id=user-%03d,operation=%s"
                .formatted(TENANTS.get(random.nextInt(TENANTS.size())), user, operation));
  }
}
