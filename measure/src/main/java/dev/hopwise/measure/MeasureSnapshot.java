package dev.hopwise.measure;

import java.util.List;

/// What was measured up to one moment.
///
/// @param observedSpans how many, not weighted
/// @param folded the services with more names or series than are measured one by one
public record MeasureSnapshot(
    long observedSpans,
    List<SpanSeries> series,
    List<FoldedNames> folded,
    List<ServiceEdge> edges,
    GraphCounts graph) {
  public MeasureSnapshot {
    series = List.copyOf(series);
    folded = List.copyOf(folded);
    edges = List.copyOf(edges);
  }
}
