package dev.hopwise.model.rollup;

import dev.hopwise.model.StatusCode;

/// What one series counted in a stretch of time; its count is that of its durations.
///
/// @param errors of an edge, the requests that failed on either side; of spans it follows from the
///   status code
/// @param durations of an edge, as the server saw them
/// @param callerDurations of an edge, as the client saw them; of spans the same as `durations`
public record RollupRow(
    SeriesKey key, long errors, DurationCounts durations, DurationCounts callerDurations) {

  /// A row of spans.
  public static RollupRow ofSpans(SeriesKey.OfSpans key, DurationCounts durations) {
    long errors = key.statusCode() == StatusCode.ERROR ? durations.count() : 0;
    return new RollupRow(key, errors, durations, durations);
  }
}
