package dev.hopwise.traceql.series;

import java.time.Duration;

/// The steps of an answer. Each holds the spans that start after its beginning and up to its end,
/// which is the time that its point bears.
///
/// @param fromEpochNanos where the first step begins
/// @param toEpochNanos where the last one ends
/// @param instant whether there is one step for the whole range, whose beginning belongs to it
public record SeriesGrid(long fromEpochNanos, long toEpochNanos, long stepNanos, boolean instant) {

  private static final int STEPS_WANTED = 240;
  private static final Duration FINE = Duration.ofMillis(50);
  private static final Duration[] MULTIPLES = {
    Duration.ofHours(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(1),
    Duration.ofSeconds(15),
    Duration.ofSeconds(5),
    Duration.ofSeconds(1)
  };

  public SeriesGrid {
    if (stepNanos < 1 || toEpochNanos - fromEpochNanos < stepNanos) {
      throw new IllegalArgumentException(
          "from " + fromEpochNanos + " to " + toEpochNanos + " in steps of " + stepNanos);
    }
  }

  /// The range widened to multiples of the step, and one step before it, since its first point
  /// stands for what came before.
  public static SeriesGrid range(long fromEpochNanos, long toEpochNanos, long stepNanos) {
    long from = Math.floorDiv(fromEpochNanos, stepNanos) * stepNanos;
    long to = Math.ceilDiv(toEpochNanos, stepNanos) * stepNanos;
    return new SeriesGrid(from - stepNanos, Math.max(to, from), stepNanos, false);
  }

  /// One step, as it is asked for.
  public static SeriesGrid instant(long fromEpochNanos, long toEpochNanos) {
    return new SeriesGrid(fromEpochNanos, toEpochNanos, toEpochNanos - fromEpochNanos, true);
  }

  /// What is used where no step is asked for: about 240 steps of a round length.
  public static long stepDefault(long fromEpochNanos, long toEpochNanos) {
    long wanted = (toEpochNanos - fromEpochNanos) / STEPS_WANTED;
    if (toEpochNanos - fromEpochNanos >= Duration.ofMinutes(1).toNanos()) {
      for (Duration multiple : MULTIPLES) {
        if (wanted >= multiple.toNanos()) {
          return wanted / multiple.toNanos() * multiple.toNanos();
        }
      }
      return Duration.ofSeconds(1).toNanos();
    }
    return Math.max(FINE.toNanos(), wanted / FINE.toNanos() * FINE.toNanos());
  }

  /// How many.
  public int steps() {
    return Math.toIntExact((toEpochNanos - fromEpochNanos) / stepNanos);
  }

  /// In which step a span is that starts then; -1 for none.
  public int stepOf(long epochNanos) {
    if (epochNanos > toEpochNanos || epochNanos < fromEpochNanos) {
      return -1;
    }
    if (epochNanos == fromEpochNanos) {
      return instant ? 0 : -1;
    }
    return (int) ((epochNanos - fromEpochNanos - 1) / stepNanos);
  }

  /// The time that a step's point bears.
  public long endOf(int step) {
    return fromEpochNanos + (step + 1) * stepNanos;
  }

  /// The earliest start of a span that is in it.
  public long firstEpochNanos() {
    return instant ? fromEpochNanos : fromEpochNanos + 1;
  }

  /// How long a step is.
  public double stepSeconds() {
    return stepNanos / 1e9;
  }
}
