package dev.hopwise.query.metrics;

import dev.hopwise.store.rollup.Resolution;

/// A stretch of time, in steps, read from the rollups of a resolution that the step is a multiple
/// of. All on multiples of that resolution since 1970.
///
/// @param toEpochSeconds exclusive
public record MetricRange(
    long fromEpochSeconds, long toEpochSeconds, long stepSeconds, Resolution resolution) {

  /// The range, widened to whole steps.
  public static MetricRange of(long from, long to, long stepSeconds, Resolution resolution) {
    long first = Math.floorDiv(from, stepSeconds) * stepSeconds;
    long last = Math.max(first + stepSeconds, -Math.floorDiv(-to, stepSeconds) * stepSeconds);
    return new MetricRange(first, last, stepSeconds, resolution);
  }

  /// How many steps there are.
  public long steps() {
    return (toEpochSeconds - fromEpochSeconds) / stepSeconds;
  }

  /// The same as one step, widened to whole stretches of the resolution.
  public static MetricRange whole(long from, long to, Resolution resolution) {
    MetricRange range = of(from, to, resolution.seconds(), resolution);
    return new MetricRange(
        range.fromEpochSeconds,
        range.toEpochSeconds,
        range.toEpochSeconds - range.fromEpochSeconds,
        resolution);
  }

  int stepOf(long epochSeconds) {
    return (int) ((epochSeconds - fromEpochSeconds) / stepSeconds);
  }

  /// Where a step begins.
  public long startOf(int step) {
    return fromEpochSeconds + step * stepSeconds;
  }
}
