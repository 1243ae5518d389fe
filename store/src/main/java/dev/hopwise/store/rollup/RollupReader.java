package dev.hopwise.store.rollup;

import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.model.rollup.SeriesKey;

/// Is given what a store holds, block by block. Called by one thread.
public interface RollupReader {

  /// The slot of a series that is of no interest.
  int SKIP = -1;

  /// Which slot the rows of a series are to be given with; asked once for each series and part of
  /// the store.
  int slot(SeriesKey key);

  /// A block begins: what was counted in a stretch, or in a part of it.
  void block(long startEpochSeconds, long coveredMillis);

  /// A row of that block, of a series that has a slot.
  ///
  /// @param durations valid during the call
  /// @param callerDurations likewise
  void row(int slot, long errors, DurationCounts durations, DurationCounts callerDurations);
}
