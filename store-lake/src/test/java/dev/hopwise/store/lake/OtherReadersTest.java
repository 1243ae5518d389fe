package dev.hopwise.store.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Span;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.testkit.Batches;
import dev.hopwise.testkit.RandomSpans;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs that know nothing of Hopwise read the table, and see in every column what FORMAT.md
/// promises: Iceberg's own reader, and DuckDB on the files that the metadata lists.
class OtherReadersTest {

  private static final LakeOptions OPTIONS =
      LakeOptions.defaults().withSeal(700, Duration.ofDays(1));

  @TempDir Path directory;

  @Test
  void icebergAndDuckDbReadEveryColumnOfEverySpan() throws Exception {
    List<Span> spans = new ArrayList<>();
    try (LakeStore store = LakeStore.open(directory, OPTIONS, LakeStoreContractTest.clock())) {
      for (long seed = 90; seed < 96; seed++) {
        List<Span> some = new RandomSpans(seed).next(250);
        store.append(Batches.of(some), JournalPosition.at(seed));
        spans.addAll(some);
      }
    }
    List<Map<String, @Nullable Object>> expected = spans.stream().map(TableRow::of).toList();
    try (LakeTable table = LakeTable.open(directory)) {
      assertThat(table.files().size()).isGreaterThan(3);
      assertSame(readByIceberg(table), expected);
      assertSame(readByDuckDb(table), expected);
    }
  }

  @Test
  void icebergFindsRowsByTraceThroughItsPruning() throws Exception {
    List<Span> spans = new RandomSpans(97).next(300);
    try (LakeStore store = LakeStore.open(directory, OPTIONS, LakeStoreContractTest.clock())) {
      store.append(Batches.of(spans), JournalPosition.at(1));
    }
    Span any = spans.get(17);
    Object traceId = TableRow.of(any).get("trace_id");
    try (LakeTable table = LakeTable.open(directory);
        var rows =
            IcebergGenerics.read(table.table())
                .where(
                    Expressions.and(
                        Expressions.equal("trace_id", traceId),
                        Expressions.equal("service", any.serviceName())))
                .build()) {
      long expected =
          spans.stream()
              .filter(s -> s.traceId().equals(any.traceId()))
              .filter(s -> s.serviceName().equals(any.serviceName()))
              .count();
      assertThat(rows).hasSize((int) expected);
    }
  }

  private static List<Map<String, @Nullable Object>> readByIceberg(LakeTable table)
      throws Exception {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    try (var records = IcebergGenerics.read(table.table()).build()) {
      for (Record row : records) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        row.struct().fields().forEach(f -> columns.put(f.name(), row.getField(f.name())));
        rows.add(columns);
      }
    }
    return rows;
  }

  private static List<Map<String, @Nullable Object>> readByDuckDb(LakeTable table)
      throws SQLException {
    String files =
        table.files().stream()
            .map(file -> "'" + file.parquet() + "'")
            .collect(Collectors.joining(",", "[", "]"));
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        var statement = duckDb.createStatement()) {
      statement.execute("SET TimeZone='UTC'");
      try (ResultSet result =
          statement.executeQuery(
              "SELECT * FROM read_parquet(" + files + ", hive_partitioning=false)")) {
        while (result.next()) {
          Map<String, @Nullable Object> columns = new LinkedHashMap<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            columns.put(result.getMetaData().getColumnName(i), plain(result.getObject(i)));
          }
          rows.add(columns);
        }
      }
    }
    return rows;
  }

  /// JDBC's arrays and structs need their connection; as lists they do not.
  private static @Nullable Object plain(@Nullable Object value) throws SQLException {
    return switch (value) {
      case java.sql.Array array -> plain(Arrays.asList((Object[]) array.getArray()));
      case Struct struct -> plain(Arrays.asList(struct.getAttributes()));
      case List<?> list -> {
        List<@Nullable Object> plain = new ArrayList<>();
        for (Object element : list) {
          plain.add(plain(element));
        }
        yield plain;
      }
      case null, default -> value;
    };
  }

  private static void assertSame(
      List<Map<String, @Nullable Object>> actual, List<Map<String, @Nullable Object>> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (String column : expected.getFirst().keySet()) {
      assertThat(column(actual, column)).as(column).isEqualTo(column(expected, column));
    }
    assertThat(actual.getFirst().keySet()).hasSameElementsAs(expected.getFirst().keySet());
  }

  /// The column's values as text, in the order of the spans' ids.
  private static List<String> column(List<Map<String, @Nullable Object>> rows, String column) {
    return rows.stream()
        .sorted(Comparator.comparing(row -> row.get("trace_id") + "/" + row.get("span_id")))
        .map(row -> text(row.get(column)))
        .toList();
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case OffsetDateTime time ->
          String.valueOf(
              ChronoUnit.MICROS.between(OffsetDateTime.parse("1970-01-01T00:00:00Z"), time));
      case Record struct ->
          text(
              Stream.iterate(0, i -> i + 1)
                  .limit(struct.size())
                  .<@Nullable Object>map(struct::get)
                  .toList());
      case List<?> list -> list.stream().map(OtherReadersTest::text).toList().toString();
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
              .sorted()
              .toList()
              .toString();
      default -> value.toString();
    };
  }
}
