package dev.hopwise.server.api;

import dev.hopwise.query.metrics.MetricQueries;
import dev.hopwise.query.metrics.MetricRange;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.rollup.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `from`, `to` and `step`, and chooses the resolution that answers them.
final class MetricRanges {

  private static final Duration RANGE_DEFAULT = Duration.ofMinutes(15);
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,7})(s|m|h|d)");
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /// Where nothing is asked for, the finest of these with so few steps.
  private static final long[] STEPS_DEFAULT = {
    10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400
  };

  private static final int STEPS_WANTED = 120;
  private static final long DAY_SECONDS = 86_400;

  private final MetricQueries queries;
  private final Parameters parameters;
  private final long from;
  private final long to;

  MetricRanges(MetricQueries queries, Parameters parameters, Instant now) {
    this.queries = queries;
    this.parameters = parameters;
    TimeRange range = parameters.range(now.minus(RANGE_DEFAULT), now);
    from = Math.floorDiv(range.fromEpochNanos(), NANOS_PER_SECOND);
    to = Math.ceilDiv(range.toEpochNanos(), NANOS_PER_SECOND);
  }

  /// The range in steps.
  ///
  /// @param groups how many groups are to be answered
  MetricRange stepped(int groups) {
    boolean fine = tenSecondsAreKept();
    long step = parameters.text("step") == null ? stepDefault(fine) : step(fine);
    MetricRange range = MetricRange.of(from, to, step, RollupChoice.ofStep(step));
    check("step", "steps", range.steps(), MetricQueries.STEPS_MAX);
    check("limit", "points, groups times steps,", groups * range.steps(), MetricQueries.POINTS_MAX);
    checkBlocks("step", range);
    return range;
  }

  /// The range as a whole, widened to whole stretches of its resolution.
  MetricRange whole() {
    MetricRange range = RollupChoice.whole(queries, from, to);
    checkBlocks("from", range);
    return range;
  }

  private static void check(String field, String what, long count, int max) {
    if (count > max) {
      throw new BadParameterException(
          field, "that would be " + count + " " + what + ", allowed are " + max, max);
    }
  }

  private static void checkBlocks(String field, MetricRange range) {
    long seconds = range.resolution().seconds();
    check(
        field,
        "stretches of " + seconds + " s to read",
        (range.toEpochSeconds() - range.fromEpochSeconds()) / seconds,
        MetricQueries.BLOCKS_MAX);
  }

  /// Also where nothing is older in any resolution.
  private boolean tenSecondsAreKept() {
    return RollupChoice.tenSecondsAreKept(queries, from);
  }

  private long stepDefault(boolean fine) {
    for (long step : STEPS_DEFAULT) {
      boolean kept = fine || RollupChoice.ofStep(step) != Resolution.TEN_SECONDS;
      if (kept && (to - from) / step <= STEPS_WANTED) {
        return step;
      }
    }
    return Math.ceilDiv(Math.ceilDiv(to - from, STEPS_WANTED), DAY_SECONDS) * DAY_SECONDS;
  }

  private long step(boolean fine) {
    long step = seconds("step");
    if (step < 1 || step % Resolution.TEN_SECONDS.seconds() != 0) {
      throw new BadParameterException("step", "step is no multiple of 10s");
    }
    if (!fine && RollupChoice.ofStep(step) == Resolution.TEN_SECONDS) {
      throw new BadParameterException(
          "step",
          "rollups of ten seconds are not kept from so long ago on; step has to be a multiple of 1m");
    }
    return step;
  }

  private long seconds(String name) {
    @Nullable String text = parameters.text(name);
    Matcher matcher = DURATION.matcher(text == null ? "" : text);
    if (!matcher.matches()) {
      throw new BadParameterException(name, name + " is no duration such as 30s, 10m or 2h");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> amount;
      case "m" -> amount * 60;
      case "h" -> amount * 3_600;
      default -> amount * DAY_SECONDS;
    };
  }
}
