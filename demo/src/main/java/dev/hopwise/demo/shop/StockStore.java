package dev.hopwise.demo.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/// The SQL of inventory.
final class StockStore {
  private static final String CATEGORY =
      """
      SELECT p.sku, p.name, p.price_cents FROM products p JOIN stock s ON s.sku = p.sku \
      WHERE p.category = ? AND s.quantity > 0 ORDER BY p.name LIMIT 20\
      """;
  private static final String PRODUCT = "SELECT sku, name, price_cents FROM products WHERE sku = ?";
  private static final String TAKE =
      "UPDATE stock SET quantity = quantity - ? WHERE sku = ? AND quantity >= ?";
  private static final String RESERVE =
      "INSERT INTO reservations (id, sku, quantity, state) VALUES (?, ?, ?, 'held')";
  private static final String COMMIT = "UPDATE reservations SET state = 'committed' WHERE id = ?";

  private final Sql sql;

  StockStore(Sql sql) {
    this.sql = sql;
  }

  ArrayNode category(String category) throws SQLException {
    ArrayNode products = Json.object().putArray("products");
    sql.query(CATEGORY, StockStore::product, category).forEach(products::add);
    return products;
  }

  Optional<JsonNode> product(String sku) throws SQLException {
    return sql.query(PRODUCT, StockStore::product, sku).stream().findFirst();
  }

  /// Takes pieces from the stock.
  ///
  /// @return the reservation's id; empty if there are not enough
  Optional<String> reserve(String sku, int quantity) throws SQLException {
    if (sql.update(TAKE, quantity, sku, quantity) == 0) {
      return Optional.empty();
    }
    UUID id = UUID.randomUUID();
    sql.update(RESERVE, id, sku, quantity);
    return Optional.of(id.toString());
  }

  /// @return false if there is no such reservation
  boolean commit(UUID reservation) throws SQLException {
    return sql.update(COMMIT, reservation) == 1;
  }

  private static JsonNode product(ResultSet row) throws SQLException {
    return Json.object()
        .put("sku", row.getString("sku"))
        .put("name", row.getString("name"))
        .put("priceCents", row.getLong("price_cents"));
  }
}
