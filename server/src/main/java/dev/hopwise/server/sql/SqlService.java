package dev.hopwise.server.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hopwise.store.lake.TableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Answers statements, a few at a time.
public final class SqlService {

  private static final int CONCURRENT_MAX = 2;

  private final SqlProcess process;
  private final Supplier<TableFiles> table;
  private final Semaphore places = new Semaphore(CONCURRENT_MAX);

  /// An answer.
  ///
  /// @param rows `columns`, `rows` and `truncated` as JSON
  /// @param completeToEpochNanos as in {@link TableFiles}
  public record Answer(JsonNode rows, long completeToEpochNanos) {}

  public SqlService(Path driver, SqlLimits limits, Supplier<TableFiles> table) {
    this.process = new SqlProcess(driver, limits);
    this.table = table;
  }

  /// Runs one statement; blocks.
  ///
  /// @throws SqlRefusedException when it was refused, or asked for too much
  public Answer run(String sql) throws IOException {
    TableFiles files = table.get();
    if (files.parquet().isEmpty()) {
      throw new SqlRefusedException("no spans are in files yet");
    }
    if (!places.tryAcquire()) {
      throw new SqlRefusedException.Busy(CONCURRENT_MAX);
    }
    try {
      return new Answer(process.run(sql, files.parquet()), files.completeToEpochNanos());
    } finally {
      places.release();
    }
  }
}
