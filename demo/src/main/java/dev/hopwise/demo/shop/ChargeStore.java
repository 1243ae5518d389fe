package dev.hopwise.demo.shop;

import java.sql.SQLException;
import java.util.UUID;

/// The SQL of payments.
final class ChargeStore {
  private static final String INSERT =
      "INSERT INTO charges (id, order_id, cents, state) VALUES (?, ?, ?, 'pending')";
  private static final String SETTLE = "UPDATE charges SET state = ? WHERE id = ?";
  private static final String BOOK =
      "INSERT INTO bookings (charge_id, account, cents) SELECT id, 'card', cents FROM charges WHERE id = ?";

  private final Sql sql;

  ChargeStore(Sql sql) {
    this.sql = sql;
  }

  /// @return the new charge's id
  UUID insert(UUID order, int cents) throws SQLException {
    UUID id = UUID.randomUUID();
    sql.update(INSERT, id, order, cents);
    return id;
  }

  void settle(UUID charge, String state) throws SQLException {
    sql.update(SETTLE, state, charge);
    sql.update(BOOK, charge);
  }
}
