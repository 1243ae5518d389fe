package dev.hopwise.demo.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.UUID;

/// `fulfilment`: ships what `orders.placed` tells, two messages at a time.
final class Fulfilment implements Part {
  private static final int CONSUMERS = 2;
  private static final String INSERT =
      "INSERT INTO shipments (id, order_id, sku, state) VALUES (?, ?, ?, 'packing')";
  private static final String SHIPPED =
      "UPDATE shipments SET state = 'shipped', label = ? WHERE id = ?";

  private final Addresses addresses;
  private final Faults faults;
  private final Calls calls = new Calls();

  Fulfilment(Addresses addresses, Faults faults) {
    this.addresses = addresses;
    this.faults = faults;
  }

  @Override
  public void listen() {
    // A worker: nobody calls it.
  }

  @Override
  public void connect() throws Exception {
    Sql sql = new Sql(addresses, "fulfilment");
    for (int i = 0; i < CONSUMERS; i++) {
      OrderQueue.connect(addresses).listen(placed -> ship(sql, placed));
    }
  }

  private void ship(Sql sql, JsonNode placed) {
    Work.await(8, 0.5);
    if (faults.on(Fault.SLOW_CONSUMER)) {
      Work.await(1000, 0.3);
    }
    try {
      UUID shipment = UUID.randomUUID();
      UUID order = UUID.fromString(Json.text(placed, "order"));
      sql.update(INSERT, shipment, order, Json.text(placed, "sku"));
      commit(Json.text(placed, "reservation"));
      sql.update(SHIPPED, label(shipment), shipment);
    } catch (SQLException e) {
      throw new IllegalStateException("shipment not written", e);
    }
  }

  private void commit(String reservation) {
    calls.post(
        addresses.http(Address.INVENTORY, "/reservations/" + reservation + "/commit"),
        Json.object());
  }

  private String label(UUID shipment) {
    JsonNode wanted = Json.object().put("shipment", shipment.toString());
    return Json.text(calls.post(addresses.http(Address.CARRIER, "/labels"), wanted), "label");
  }
}
