package dev.hopwise.demo.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HttpException;
import io.helidon.http.NotFoundException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `orders`: takes orders: reserves, charges, writes, and tells fulfilment through the queue.
final class Orders implements Part {
  static final int QUANTITY_MAX = 10;

  private final Addresses addresses;
  private final Calls calls = new Calls();
  private volatile @Nullable OrderStore store;
  private volatile @Nullable OrderQueue queue;

  Orders(Addresses addresses) {
    this.addresses = addresses;
  }

  @Override
  public void listen() {
    Web.listen(
        addresses,
        Address.ORDERS,
        routes ->
            routes
                .post("/orders", this::place)
                .get("/orders/{id}", this::order)
                .get("/carts/{id}", this::cart));
  }

  @Override
  public void connect() throws Exception {
    store = new OrderStore(new Sql(addresses, "orders"));
    queue = OrderQueue.connect(addresses);
  }

  private void place(ServerRequest request, ServerResponse response) throws Exception {
    JsonNode wanted = Json.parse(request.content().as(String.class));
    JsonNode reservation =
        calls.post(addresses.http(Address.INVENTORY_PROXY, "/reservations"), wanted);
    Order order =
        new Order(
            UUID.randomUUID(),
            Json.text(wanted, "customer"),
            Json.text(wanted, "sku"),
            Json.positive(wanted, "quantity", QUANTITY_MAX),
            reservation.path("priceCents").asLong());
    Work.compute(order.id().toString(), 200);
    charge(order);
    ready(store).insert(order);
    ready(queue).publish(order, Json.text(reservation, "reservation"));
    Web.send(
        response,
        Status.CREATED_201,
        Json.object().put("order", order.id().toString()).put("cents", order.cents()));
  }

  private void charge(Order order) {
    ObjectNode charge =
        Json.object().put("order", order.id().toString()).put("cents", order.cents());
    Retry.withBackOff(() -> calls.post(addresses.http(Address.PAYMENTS, "/charges"), charge));
  }

  private void order(ServerRequest request, ServerResponse response) throws Exception {
    UUID id = Json.uuid("id", request.path().pathParameters().get("id"));
    JsonNode order =
        ready(store).find(id).orElseThrow(() -> new NotFoundException("no order " + id));
    Web.send(response, Status.OK_200, order);
  }

  /// One call to inventory for every item of the cart, one after the other: the well-known N + 1.
  private void cart(ServerRequest request, ServerResponse response) throws Exception {
    ArrayNode items = Json.object().putArray("items");
    for (String sku : ready(store).cart(request.path().pathParameters().get("id"))) {
      items.add(calls.get(addresses.http(Address.INVENTORY_PROXY, "/products/" + sku)));
    }
    Web.send(response, Status.OK_200, items);
  }

  private static <T> T ready(@Nullable T part) {
    if (part == null) {
      throw new HttpException("starting", Status.SERVICE_UNAVAILABLE_503);
    }
    return part;
  }
}
