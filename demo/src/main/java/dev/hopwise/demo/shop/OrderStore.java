package dev.hopwise.demo.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The SQL of orders.
final class OrderStore {
  private static final String FIND =
      """
      SELECT o.id, o.customer, o.total_cents, l.sku, l.quantity FROM orders o \
      JOIN order_lines l ON l.order_id = o.id WHERE o.id = ?\
      """;
  private static final String INSERT_ORDER =
      "INSERT INTO orders (id, customer, total_cents) VALUES (?, ?, ?)";
  private static final String INSERT_LINE =
      "INSERT INTO order_lines (order_id, line, sku, quantity, price_cents) VALUES (?, ?, ?, ?, ?)";
  private static final String CART =
      """
      SELECT i.sku FROM carts c JOIN cart_items i ON i.cart_id = c.id \
      WHERE c.customer = ? ORDER BY i.line\
      """;

  private final Sql sql;

  OrderStore(Sql sql) {
    this.sql = sql;
  }

  void insert(Order order) throws SQLException {
    sql.update(INSERT_ORDER, order.id(), order.customer(), order.cents());
    sql.update(INSERT_LINE, order.id(), 1, order.sku(), order.quantity(), order.priceCents());
  }

  Optional<JsonNode> find(UUID id) throws SQLException {
    return sql.query(FIND, OrderStore::order, id).stream().findFirst();
  }

  /// The products in a customer's cart; empty if there is none.
  List<String> cart(String customer) throws SQLException {
    return sql.query(CART, row -> row.getString(1), customer);
  }

  private static JsonNode order(ResultSet row) throws SQLException {
    return Json.object()
        .put("order", row.getString("id"))
        .put("customer", row.getString("customer"))
        .put("cents", row.getLong("total_cents"))
        .put("sku", row.getString("sku"))
        .put("quantity", row.getInt("quantity"));
  }
}
