package dev.hopwise.demo.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcConnectionPool;

/// One service's database, over TCP through a small pool. Any thread.
final class Sql {
  private static final int CONNECTIONS_MAX = 16;
  private static final int ROWS_MAX = 1000;

  private final JdbcConnectionPool pool;

  Sql(Addresses addresses, String database) {
    Address db = Address.DATABASE;
    pool =
        JdbcConnectionPool.create(
            "jdbc:h2:tcp://" + db.host() + ":" + addresses.port(db) + "/" + database, "shop", "");
    pool.setMaxConnections(CONNECTIONS_MAX);
  }

  /// Reads one row; the cursor stands on it.
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// @return the number of rows changed
  int update(String sql, Object... values) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = prepared(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  /// @return at most 1000 rows
  <T> List<T> query(String sql, RowReader<T> reader, Object... values) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = prepared(connection, sql, values)) {
      statement.setMaxRows(ROWS_MAX);
      return rows(statement, reader);
    }
  }

  private static <T> List<T> rows(PreparedStatement statement, RowReader<T> reader)
      throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(reader.read(result));
      }
      return rows;
    }
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
