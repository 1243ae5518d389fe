package dev.hopwise.query;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of found traces.
///
/// @param traces newest first by the newest matching span, ties by trace id; after a page that was
///   partial, the next may hold newer ones than it
/// @param cursor for the next page, null on the last
/// @param completeFromEpochNanos no matching trace that the pages before did not hold is missing at
///   or after this time
/// @param partial whether the time limit ended the search early
/// @param inspectedTraces traces that were loaded and evaluated
/// @param inspectedSpans spans whose values were looked at, by the store and of those traces
/// @param inspectedBytes bytes that the store read for it
public record SearchAnswer(
    List<TraceSummary> traces,
    @Nullable String cursor,
    long completeFromEpochNanos,
    boolean partial,
    long inspectedTraces,
    long inspectedSpans,
    long inspectedBytes,
    int segmentsRead,
    int segmentsPruned,
    Duration elapsed) {
  public SearchAnswer {
    traces = List.copyOf(traces);
  }
}
