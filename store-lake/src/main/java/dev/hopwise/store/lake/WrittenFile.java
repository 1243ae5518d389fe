package dev.hopwise.store.lake;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A finished, fsynced Parquet file with its index beside it, ready to be committed.
///
/// @param hour hours since 1970 of every span's start: a file never crosses an hour
/// @param columns statistics of each leaf column by field id
record WrittenFile(
    Path parquet,
    Path index,
    int hour,
    long rows,
    long parquetBytes,
    long indexBytes,
    long minStartEpochNanos,
    long maxStartEpochNanos,
    Map<Integer, ColumnStatistics> columns) {

  /// What Iceberg wants to know of a column.
  ///
  /// @param compressedBytes of its chunks
  /// @param values slots, nulls included
  /// @param lower in Iceberg's single-value encoding, null when unknown or not to be told
  record ColumnStatistics(
      long compressedBytes,
      long values,
      long nulls,
      @Nullable ByteBuffer lower,
      @Nullable ByteBuffer upper) {}
}
