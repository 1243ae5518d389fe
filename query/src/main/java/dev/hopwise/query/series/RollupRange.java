package dev.hopwise.query.series;

import dev.hopwise.store.StoreStatus;
import dev.hopwise.store.rollup.Resolution;
import dev.hopwise.store.rollup.RollupStore;
import dev.hopwise.traceql.series.SeriesGrid;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Which rollups answer about a range.
final class RollupRange {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /// Rollups go by the time of receipt, spans by their start.
  private static final Duration RECEIVED_AFTER_MAX = Duration.ofMinutes(10);

  private RollupRange() {}

  /// The coarsest resolution that fits steps exactly, or else the finest where no stretch is longer
  /// than a step; null where there is none that reaches back so far.
  static @Nullable Resolution of(SeriesGrid grid, RollupStore rollups, StoreStatus spans) {
    @Nullable Resolution best = null;
    for (Resolution each : Resolution.ALL) {
      long nanos = each.seconds() * NANOS_PER_SECOND;
      boolean fits = grid.stepNanos() % nanos == 0 && grid.fromEpochNanos() % nanos == 0;
      if (grid.stepNanos() >= nanos
          && (fits || best == null)
          && reachesBack(each, grid, rollups, spans)) {
        best = each;
      }
    }
    return best;
  }

  /// Also where no span is older than the rollups.
  private static boolean reachesBack(
      Resolution resolution, SeriesGrid grid, RollupStore rollups, StoreStatus spans) {
    OptionalLong oldest = rollups.oldestEpochSeconds(resolution);
    if (oldest.isEmpty()) {
      return false;
    }
    long oldestNanos = oldest.getAsLong() * NANOS_PER_SECOND;
    return oldestNanos <= grid.fromEpochNanos()
        || spans.spans() == 0
        || spans.oldestEpochNanos() >= oldestNanos - RECEIVED_AFTER_MAX.toNanos();
  }
}
