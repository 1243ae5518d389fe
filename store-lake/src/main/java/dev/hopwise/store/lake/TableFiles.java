package dev.hopwise.store.lake;

import java.nio.file.Path;
import java.util.List;

/// The part of the store that lies in files.
///
/// @param parquet the files, newest start first
/// @param completeToEpochNanos every span that the store has taken so far and that starts before
///   this time is in them; {@link Long#MAX_VALUE} when none waits in memory
public record TableFiles(List<Path> parquet, long completeToEpochNanos) {
  public TableFiles {
    parquet = List.copyOf(parquet);
  }
}
