package dev.hopwise.server.sql;

import java.time.Duration;

/// What a statement may take.
///
/// @param time until the process is killed, start included
/// @param rowsMax rows of an answer
/// @param rowBytesMax of one row as JSON
/// @param bytesMax of all rows as JSON
/// @param memoryMiB what DuckDB may use for its work
/// @param addressMiB all that the process may map: what DuckDB does not count, such as one huge
///   text, ends here
public record SqlLimits(
    Duration time, int rowsMax, int rowBytesMax, int bytesMax, int memoryMiB, int addressMiB) {

  public static final SqlLimits DEFAULT =
      new SqlLimits(Duration.ofSeconds(30), 10_000, 1 << 20, 16 << 20, 512, 2_048);
}
