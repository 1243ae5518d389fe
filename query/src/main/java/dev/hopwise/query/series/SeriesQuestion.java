package dev.hopwise.query.series;

import dev.hopwise.query.QueryRefusedException;
import dev.hopwise.traceql.MetricsQuery;
import dev.hopwise.traceql.Value;
import dev.hopwise.traceql.series.SeriesGrid;
import java.time.Duration;

/// What is asked for.
///
/// @param seriesMax the largest so many are answered
/// @param exemplarsMax of all series together; 0 for none
public record SeriesQuestion(MetricsQuery query, SeriesGrid grid, int seriesMax, int exemplarsMax) {

  /// The longest range.
  public static final Duration RANGE_MAX = Duration.ofHours(24);

  /// The most steps of an answer.
  public static final int STEPS_MAX = 11_000;

  /// The most series of an answer.
  public static final int SERIES_MAX = 1_000;

  /// The most exemplars of an answer.
  public static final int EXEMPLARS_MAX = 100;

  public SeriesQuestion {
    if (seriesMax < 1 || seriesMax > SERIES_MAX) {
      throw new IllegalArgumentException("seriesMax " + seriesMax);
    }
    if (exemplarsMax < 0 || exemplarsMax > EXEMPLARS_MAX) {
      throw new IllegalArgumentException("exemplarsMax " + exemplarsMax);
    }
  }

  /// How many exemplars are asked for where the query may have a say, by its hint `exemplars`:
  /// true, false or a number.
  ///
  /// @param asked without a hint
  public static int exemplars(MetricsQuery query, int asked) {
    return switch (query.hints().getOrDefault("exemplars", Value.NIL)) {
      case Value.Bool(boolean truth) when !truth -> 0;
      case Value.Int(long count) when count >= 0 -> (int) Math.min(count, EXEMPLARS_MAX);
      default -> Math.clamp(asked, 0, EXEMPLARS_MAX);
    };
  }

  /// The steps of a range.
  ///
  /// @param stepNanos 0 for the default
  /// @throws QueryRefusedException.TooLarge when it is longer, or has more steps, than one answer
  ///   may hold; the field is `from` or `step`
  public static SeriesGrid range(long fromEpochNanos, long toEpochNanos, long stepNanos) {
    checkRange(fromEpochNanos, toEpochNanos);
    long step = stepNanos == 0 ? SeriesGrid.stepDefault(fromEpochNanos, toEpochNanos) : stepNanos;
    long steps = (toEpochNanos - fromEpochNanos) / step;
    if (steps > STEPS_MAX || step > RANGE_MAX.toNanos()) {
      throw new QueryRefusedException.TooLarge(
          "step",
          STEPS_MAX,
          step > RANGE_MAX.toNanos()
              ? "the step is longer than " + RANGE_MAX.toHours() + " h"
              : "that would be " + steps + " steps, allowed are " + STEPS_MAX);
    }
    return SeriesGrid.range(fromEpochNanos, toEpochNanos, step);
  }

  /// One step for the whole of a range.
  ///
  /// @throws QueryRefusedException.TooLarge when it is too long
  public static SeriesGrid instant(long fromEpochNanos, long toEpochNanos) {
    checkRange(fromEpochNanos, toEpochNanos);
    return SeriesGrid.instant(fromEpochNanos, toEpochNanos);
  }

  private static void checkRange(long from, long to) {
    if (to <= from) {
      throw new QueryRefusedException.TooLarge("from", 0, "the range ends before it starts");
    }
    if (to - from < 0 || to - from > RANGE_MAX.toNanos()) {
      throw new QueryRefusedException.TooLarge(
          "from",
          RANGE_MAX.toSeconds(),
          "the range is longer than the " + RANGE_MAX.toHours() + " h that are allowed");
    }
  }
}
