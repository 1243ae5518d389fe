package dev.hopwise.query.metrics;

import dev.hopwise.model.TraceId;
import dev.hopwise.query.Gate;
import dev.hopwise.query.QueryLimits;
import dev.hopwise.store.SpanStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds stored traces for the groups of an answer, so that a number leads to traces that exist.
public final class ExemplarTraces {

  /// Each group costs a search.
  private static final int GROUPS_MAX = 20;

  private final StoredSpans spans;
  private final Gate gate;

  public ExemplarTraces(SpanStore store, MeasuredNames names, QueryLimits limits) {
    spans = new StoredSpans(store, names);
    gate = new Gate(limits);
  }

  /// The newest traces of the busiest groups, by the values of their labels; none of edges, which
  /// no single span stands for, and none of what was folded.
  public Map<List<String>, List<TraceId>> of(MetricAnswer answer, int tracesMax) {
    return tracesMax == 0 || answer.selection().edges()
        ? Map.of()
        : gate.run(() -> find(answer, tracesMax));
  }

  private Map<List<String>, List<TraceId>> find(MetricAnswer answer, int tracesMax) {
    Map<List<String>, List<TraceId>> found = new HashMap<>();
    answer.groups().stream()
        .map(MetricAnswer.Group::values)
        .filter(values -> !StoredSpans.isFolded(values))
        .limit(GROUPS_MAX)
        .forEach(values ->
            found.put(
                values,
                spans.tracesOf(
                    answer.selection(), values, StoredSpans.startsOf(answer.range()), tracesMax)));
    return found;
  }
}
