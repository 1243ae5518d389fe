package dev.hopwise.store.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files by DuckDB, which shares no code with our writer.
class ParquetReaderTest {

  private static final int ROWS = 12_000;

  @TempDir Path directory;

  @Test
  void readsWhatDuckDbWroteWithZstdAndDictionaries() throws Exception {
    compare("FORMAT parquet, CODEC 'zstd', ROW_GROUP_SIZE 6144");
  }

  @Test
  void readsWhatDuckDbWroteUncompressed() throws Exception {
    compare("FORMAT parquet, CODEC 'uncompressed', ROW_GROUP_SIZE 10240");
  }

  @Test
  void readsTheDeltaEncodingsInPagesOfTheFirstVersion() throws Exception {
    compare("FORMAT parquet, CODEC 'zstd', PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1");
  }

  private void compare(String options) throws Exception {
    Path file = directory.resolve("duck.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = connection.createStatement()) {
      sql.execute(
          "create table t as select (hash(i) >> 1)::bigint as l, (i % 7)::int as small,"
              + " (i * 1000 + i % 13)::bigint as steps,"
              + " case when i % 3 = 0 then null else 'text ' || (i % 50) end as few,"
              + " 'säntis ' || hash(i) as many, uuid() as u,"
              + " case when i % 5 = 0 then null when i % 5 = 1 then map() else"
              + " map(['a', 'k' || (i % 11)], ['v' || i, null]) end as m,"
              + " case when i % 4 = 0 then null else [{'n': i, 'm': map(['x'], ['y' || i])},"
              + " {'n': null, 'm': null}] end as s"
              + (" from range(" + ROWS + ") r(i)"));
      sql.execute("copy t to '" + file + "' (" + options + ")");
      try (ParquetFile parquet = ParquetFile.open(file)) {
        assertThat(parquet.footer().rows()).isEqualTo(ROWS);
        assertThat(read(parquet, "l")).isEqualTo(query(sql, "l"));
        assertThat(read(parquet, "small")).isEqualTo(query(sql, "small"));
        assertThat(read(parquet, "steps")).isEqualTo(query(sql, "steps"));
        assertThat(read(parquet, "few")).isEqualTo(query(sql, "few"));
        assertThat(read(parquet, "many")).isEqualTo(query(sql, "many"));
        assertThat(read(parquet, "u")).isEqualTo(query(sql, "replace(u::text, '-', '')"));
        assertThat(read(parquet, "m.key_value.key"))
            .isEqualTo(query(sql, "array_to_string(map_keys(m), ',')"));
        assertThat(read(parquet, "m.key_value.value"))
            .isEqualTo(
                query(
                    sql,
                    "array_to_string(list_filter(map_values(m), lambda x: x is not null), ',')"));
        assertThat(read(parquet, "s.list.element.n"))
            .isEqualTo(
                query(
                    sql,
                    "array_to_string(list_filter([x.n for x in s], lambda x: x is not null), ',')"));
        assertThat(read(parquet, "s.list.element.m.key_value.value"))
            .isEqualTo(query(sql, "array_to_string(map_values(s[1].m), ',')"));
      }
    }
  }

  private static List<String> query(Statement sql, String expression) throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet rows =
        sql.executeQuery("select coalesce((" + expression + ")::text, '') from t")) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  /// The values of each row, joined, in ranges of 1,000 rows as far as pages allow.
  private static List<String> read(ParquetFile parquet, String path) {
    ParquetColumn column = parquet.column(path);
    List<String> rows = new ArrayList<>();
    try (ColumnReader reader = new ColumnReader()) {
      for (RowGroup group : parquet.footer().rowGroups()) {
        reader.open(parquet.file(), group, column);
        PageIndex pages = reader.pages();
        for (int page = 0; page < pages.pages(); page++) {
          int end = page + 1 < pages.pages() ? pages.firstRows()[page + 1] : group.rows();
          for (int from = pages.firstRows()[page]; from < end; from += 1_000) {
            reader.select(from, Math.min(end, from + 1_000));
            reader.decode();
            addRows(reader, column, rows);
          }
        }
      }
    }
    return rows;
  }

  private static void addRows(ColumnReader reader, ParquetColumn column, List<String> rows) {
    int value = 0;
    for (int slot = reader.slotFrom(); slot < reader.slotTo(); slot++) {
      if (column.maxRepetition() == 0 || reader.repetitions()[slot] == 0) {
        rows.add("");
      }
      if (column.maxDefinition() == 0 || reader.definitions()[slot] == column.maxDefinition()) {
        String text = text(reader, column, value++);
        rows.set(rows.size() - 1, rows.getLast().isEmpty() ? text : rows.getLast() + "," + text);
      }
    }
    assertThat(value).isEqualTo(reader.valueCount());
  }

  private static String text(ColumnReader reader, ParquetColumn column, int value) {
    return switch (column.type()) {
      case ParquetColumn.INT32, ParquetColumn.INT64 -> Long.toString(reader.number(value));
      case ParquetColumn.FIXED -> "%016x%016x".formatted(reader.high(value), reader.low(value));
      default -> reader.text(value);
    };
  }
}
