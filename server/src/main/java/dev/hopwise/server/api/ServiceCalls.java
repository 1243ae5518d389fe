package dev.hopwise.server.api;

import dev.hopwise.query.metrics.Label;
import dev.hopwise.query.metrics.MetricAnswer;
import dev.hopwise.query.metrics.MetricQueries;
import dev.hopwise.query.metrics.SeriesSelection;
import java.util.List;
import java.util.Map;

/// Who called whom how often, from the service graph that was measured before sampling.
///
/// @param calls the busiest first
/// @param count how many there are, those that are left out included
public record ServiceCalls(List<Call> calls, int count) {

  /// A client, a server, and their requests.
  public record Call(String client, String server, long requests, long errors) {}

  /// What was measured in a range of seconds.
  public static ServiceCalls in(MetricQueries queries, long from, long to) {
    MetricAnswer answer =
        queries.totals(
            new SeriesSelection(true, Map.of(), List.of(Label.CLIENT, Label.SERVER), false),
            RollupChoice.whole(queries, from, to),
            MetricQueries.GROUPS_MAX);
    return new ServiceCalls(
        answer.groups().stream().map(ServiceCalls::call).toList(), answer.groupCount());
  }

  private static Call call(MetricAnswer.Group group) {
    return new Call(
        group.values().get(0),
        group.values().get(1),
        group.totals().count(),
        group.totals().errors());
  }

  /// What is left out, in words; empty when nothing is.
  public String missing() {
    return count == calls.size()
        ? ""
        : (count - calls.size()) + " of " + count + " dependencies were left out";
  }
}
