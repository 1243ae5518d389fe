package dev.hopwise.query.metrics;

import dev.hopwise.model.rollup.SeriesKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which series a question is about, and which of them are added up.
///
/// @param edges of the service graph instead of spans
/// @param filters the values that a series must have one of, by label
/// @param by series with equal values of these are one group; of none, all are
/// @param callerSide durations of edges as the client saw them
public record SeriesSelection(
    boolean edges, Map<Label, Set<String>> filters, List<Label> by, boolean callerSide) {
  public SeriesSelection {
    filters = Map.copyOf(filters);
    by = List.copyOf(by);
  }

  /// All spans.
  public static SeriesSelection spansBy(Label... by) {
    return new SeriesSelection(false, Map.of(), List.of(by), false);
  }

  /// The group of a series: its values of `by`; null when it is not asked about.
  @Nullable List<String> groupOf(SeriesKey key) {
    if (key instanceof SeriesKey.OfEdge != edges) {
      return null;
    }
    for (Map.Entry<Label, Set<String>> filter : filters.entrySet()) {
      if (!filter.getValue().contains(filter.getKey().of(key))) {
        return null;
      }
    }
    return by.stream().map(label -> label.of(key)).toList();
  }
}
