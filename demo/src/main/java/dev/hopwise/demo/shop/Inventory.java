package dev.hopwise.demo.shop;

import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.HttpException;
import io.helidon.http.NotFoundException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `inventory`: products, stock and reservations.
final class Inventory implements Part {
  private final Addresses addresses;
  private volatile @Nullable StockStore store;

  Inventory(Addresses addresses) {
    this.addresses = addresses;
  }

  @Override
  public void listen() {
    Web.listen(
        addresses,
        Address.INVENTORY,
        routes ->
            routes
                .get("/products", this::products)
                .get("/products/{sku}", this::product)
                .post("/reservations", this::reserve)
                .post("/reservations/{id}/commit", this::commit));
  }

  @Override
  public void connect() {
    store = new StockStore(new Sql(addresses, "inventory"));
  }

  private void products(ServerRequest request, ServerResponse response) throws Exception {
    Work.await(6, 0.6);
    Work.compute("page", 300);
    Web.send(
        response,
        Status.OK_200,
        store().category(request.query().first("category").orElse("books")));
  }

  private void product(ServerRequest request, ServerResponse response) throws Exception {
    String sku = request.path().pathParameters().get("sku");
    Work.await(2, 0.4);
    Web.send(response, Status.OK_200, found(sku));
  }

  private void reserve(ServerRequest request, ServerResponse response) throws Exception {
    JsonNode wanted = Json.parse(request.content().as(String.class));
    String sku = Json.text(wanted, "sku");
    JsonNode product = found(sku);
    Work.await(4, 0.5);
    String reservation =
        store()
            .reserve(sku, Json.positive(wanted, "quantity", Orders.QUANTITY_MAX))
            .orElseThrow(() -> new HttpException(sku + " is sold out", Status.CONFLICT_409, true));
    Web.send(
        response,
        Status.CREATED_201,
        Json.object()
            .put("reservation", reservation)
            .put("priceCents", product.path("priceCents").asLong()));
  }

  private void commit(ServerRequest request, ServerResponse response) throws Exception {
    UUID id = Json.uuid("id", request.path().pathParameters().get("id"));
    Work.await(3, 0.5);
    if (!store().commit(id)) {
      throw new NotFoundException("no reservation " + id);
    }
    Web.send(response, Status.OK_200, Json.object().put("reservation", id.toString()));
  }

  private JsonNode found(String sku) throws Exception {
    return store().product(sku).orElseThrow(() -> new NotFoundException("no product " + sku));
  }

  private StockStore store() {
    StockStore ready = store;
    if (ready == null) {
      throw new HttpException("starting", Status.SERVICE_UNAVAILABLE_503);
    }
    return ready;
  }
}
