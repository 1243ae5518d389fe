package dev.hopwise.query.series;

import dev.hopwise.traceql.series.SeriesGrid;
import dev.hopwise.traceql.series.TimeSeries;
import java.time.Duration;
import java.util.List;

/// The answer to a question.
///
/// @param series the largest first
/// @param seriesCount how many there are, those that are left out included
/// @param source what was read
/// @param resolutionSeconds how long the stretches of the rollups are that were read; 0 for none
/// @param shortcomings why it is partial, in words; empty when it is not
/// @param completeFromEpochNanos steps that begin at or after this are complete
/// @param inspectedTraces that were loaded
/// @param inspectedSpans whose values were looked at
/// @param inspectedBytes that the store read for it
public record SeriesAnswer(
    SeriesGrid grid,
    List<TimeSeries> series,
    int seriesCount,
    Source source,
    int resolutionSeconds,
    List<String> shortcomings,
    long completeFromEpochNanos,
    long inspectedTraces,
    long inspectedSpans,
    long inspectedBytes,
    Duration elapsed) {
  public SeriesAnswer {
    series = List.copyOf(series);
    shortcomings = List.copyOf(shortcomings);
  }

  /// Where the numbers are from.
  public enum Source {
    /// All spans were counted when they came, before any was dropped.
    ROLLUPS,
    /// Stored spans, each counted for as many as it stands for.
    SPANS,
    /// Some of the query's functions from the one, some from the other.
    BOTH
  }

  /// Whether something is missing.
  public boolean partial() {
    return !shortcomings.isEmpty();
  }
}
