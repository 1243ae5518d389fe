package dev.hopwise.store.rollup;

import dev.hopwise.model.rollup.RollupCut;
import java.util.OptionalLong;

/// Where is kept what was measured, in stretches of ten seconds, a minute and an hour.
///
/// **Blocks add up.** There may be several blocks of one stretch, of one resolution: a restart in
/// its middle, or a clock that was set back, leaves more than one. What a stretch counted is the
/// sum of its blocks, in whatever order they come, and likewise over several stores. A stretch
/// without a block was not measured; a block without rows says that nothing happened.
///
/// **Resolutions agree.** Every cut is in the stretches of all resolutions exactly once, also after
/// a crash, for as long as they are kept. A stretch that is not over holds what was appended so
/// far.
///
/// **Durability.** A cut survives the end of the process once {@link #append} has returned. A power
/// failure may take the cuts of the last minute or so.
///
/// **Retention.** What is younger than its retention is there, unless it was more than `bytesMax`
/// together; what is older goes with {@link #keepHouse}, once the file that holds it is all older.
///
/// **Threads.** {@link #append} and {@link #keepHouse} are called by one thread at a time; all else
/// by any number of threads at any time.
public interface RollupStore extends AutoCloseable {

  /// Takes what was counted since the cut before.
  ///
  /// @param cut its start is a multiple of ten seconds
  /// @throws java.io.UncheckedIOException when it could not be written. It is tried again with the
  ///   cuts that follow; what waits too long is given up and counted.
  void append(RollupCut cut);

  /// Reads the blocks of the stretches that begin in a range.
  ///
  /// @param toEpochSeconds exclusive
  void scan(Resolution resolution, long fromEpochSeconds, long toEpochSeconds, RollupReader reader);

  /// Where the oldest block of a resolution begins.
  OptionalLong oldestEpochSeconds(Resolution resolution);

  /// Removes what retention gives up.
  void keepHouse();

  /// What there is, for status pages.
  RollupStatus status();

  @Override
  void close();
}
