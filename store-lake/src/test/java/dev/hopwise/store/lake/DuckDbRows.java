package dev.hopwise.store.lake;

import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rows of a Parquet file as DuckDB reads them, in the file's order, in the form of {@link
/// LakeRows}.
final class DuckDbRows implements AutoCloseable {

  private final Connection connection;

  DuckDbRows() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (var statement = connection.createStatement()) {
      statement.execute("SET threads=1");
      statement.execute("SET TimeZone='UTC'");
    }
  }

  List<List<@Nullable Object>> read(Path file) throws SQLException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    String query =
        "SELECT * REPLACE (epoch_us(start_time) AS start_time) FROM read_parquet('" + file + "')";
    try (var statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(plain(result.getObject(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /// The only value of a query.
  Object value(String query) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getObject(1);
    }
  }

  private static @Nullable Object plain(@Nullable Object value) throws SQLException {
    return switch (value) {
      case Array array -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object element : (Object[]) array.getArray()) {
          list.add(plain(element));
        }
        yield list;
      }
      case Struct struct -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object field : struct.getAttributes()) {
          list.add(plain(field));
        }
        yield list;
      }
      case Map<?, ?> map -> {
        Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
        for (var entry : map.entrySet()) {
          copy.put(plain(entry.getKey()), plain(entry.getValue()));
        }
        yield copy;
      }
      case null, default -> value;
    };
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
