package dev.hopwise.server.api;

import dev.hopwise.query.metrics.MetricQueries;
import dev.hopwise.query.metrics.MetricRange;
import dev.hopwise.store.rollup.Resolution;
import java.time.Duration;
import java.util.OptionalLong;

/// Which resolution of the rollups answers a question about a range.
public final class RollupChoice {

  /// Totals of no longer ranges are read from that resolution.
  private static final long TEN_SECONDS_RANGE_MAX = Duration.ofHours(2).toSeconds();

  private static final long MINUTE_RANGE_MAX = Duration.ofDays(5).toSeconds();

  private RollupChoice() {}

  /// Whether rollups of ten seconds reach back to a time, or nothing else reaches further.
  static boolean tenSecondsAreKept(MetricQueries queries, long fromEpochSeconds) {
    OptionalLong fine = queries.oldestEpochSeconds(Resolution.TEN_SECONDS);
    OptionalLong coarse = queries.oldestEpochSeconds(Resolution.MINUTE);
    if (coarse.isEmpty() || (fine.isPresent() && fromEpochSeconds >= fine.getAsLong())) {
      return true;
    }
    return fine.isPresent() && coarse.getAsLong() >= Resolution.MINUTE.floor(fine.getAsLong());
  }

  /// The coarsest that a step is a multiple of.
  static Resolution ofStep(long stepSeconds) {
    Resolution coarsest = Resolution.TEN_SECONDS;
    for (Resolution each : Resolution.ALL) {
      if (stepSeconds % each.seconds() == 0) {
        coarsest = each;
      }
    }
    return coarsest;
  }

  /// A range as a whole, widened to whole stretches of its resolution.
  public static MetricRange whole(MetricQueries queries, long from, long to) {
    long seconds = to - from;
    Resolution resolution =
        seconds > MINUTE_RANGE_MAX
            ? Resolution.HOUR
            : seconds > TEN_SECONDS_RANGE_MAX || !tenSecondsAreKept(queries, from)
                ? Resolution.MINUTE
                : Resolution.TEN_SECONDS;
    return MetricRange.whole(from, to, resolution);
  }

  /// A range in steps: those that are wanted, or the next longer ones that are kept and are no more
  /// than fit.
  ///
  /// @param stepsMax at least 3
  public static MetricRange stepped(
      MetricQueries queries, long from, long to, long wantedSeconds, int stepsMax) {
    // Widened to whole steps, a range may have two more.
    long least = Math.max(wantedSeconds, Math.ceilDiv(to - from, stepsMax - 2L));
    for (Resolution each : Resolution.ALL) {
      boolean kept = each != Resolution.TEN_SECONDS || tenSecondsAreKept(queries, from);
      if (kept && (to - from) / each.seconds() < MetricQueries.BLOCKS_MAX) {
        return ofUnit(from, to, least, each);
      }
    }
    return ofUnit(from, to, least, Resolution.HOUR);
  }

  private static MetricRange ofUnit(long from, long to, long least, Resolution unit) {
    long step = Math.max(1, Math.ceilDiv(least, (long) unit.seconds())) * unit.seconds();
    return MetricRange.of(from, to, step, ofStep(step));
  }
}
