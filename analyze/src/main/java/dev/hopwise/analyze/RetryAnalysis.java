package dev.hopwise.analyze;

import dev.hopwise.analyze.TraceRetries.Edge;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which endpoints multiply calls by retrying. Always by endpoint: a storm of one is lost in the
/// mean of all.
public final class RetryAnalysis {

  /// At most so many are told.
  public static final int STORMS_MAX = 100;

  /// Healthy clients keep retries below a tenth of their calls (Site Reliability Engineering,
  /// chapter 21).
  private static final double HEALTHY_MAX = 1.1;

  /// Fewer traces with a retry are an incident of their own, no storm.
  private static final int RETRYING_MIN = 3;

  private static final double NORMAL_95 = 1.96;
  private static final int EVIDENCE = 3;

  private RetryAnalysis() {}

  /// The endpoint that a storm starts at.
  public record Origin(String service, String name) {}

  /// Calls of one edge that one endpoint multiplies.
  ///
  /// @param calls that the endpoint would have caused without retries, weighted
  /// @param attempts that reached the edge, weighted
  /// @param amplification attempts per call, over all layers down to this edge
  /// @param low of its 95 % interval, at least 1
  /// @param hopAmplification attempts per call of this edge's caller alone
  /// @param wastedShare of the attempts, those that no call asked for
  /// @param evidence the traces with most of them
  public record Storm(
      Origin origin,
      Edge edge,
      double calls,
      double attempts,
      double amplification,
      double low,
      double high,
      double hopAmplification,
      double wastedShare,
      List<TraceId> evidence) {
    public Storm {
      evidence = List.copyOf(evidence);
    }
  }

  /// The edges whose calls are multiplied by more than a healthy client would, those with most
  /// needless attempts first.
  public static List<Storm> storms(List<TraceRetries> traces) {
    Map<Group, List<Row>> groups = new LinkedHashMap<>();
    for (TraceRetries trace : traces) {
      Origin origin = new Origin(trace.service(), trace.name());
      for (TraceRetries.EdgeCount count : trace.edges()) {
        groups
            .computeIfAbsent(new Group(origin, count.edge()), _ -> new ArrayList<>())
            .add(new Row(trace, count));
      }
    }
    return groups.entrySet().stream()
        .filter(group -> retrying(group.getValue()) >= RETRYING_MIN)
        .map(group -> storm(group.getKey(), group.getValue()))
        .filter(storm -> storm.low() > HEALTHY_MAX)
        .sorted(
            Comparator.<Storm>comparingDouble(storm -> storm.calls() - storm.attempts())
                .thenComparing(storm -> storm.edge().toString())
                .thenComparing(storm -> storm.origin().toString()))
        .limit(STORMS_MAX)
        .toList();
  }

  private record Group(Origin origin, Edge edge) {}

  private record Row(TraceRetries trace, TraceRetries.EdgeCount count) {
    private int wasted() {
      return count.attempts() - count.originCalls();
    }
  }

  private static long retrying(List<Row> rows) {
    return rows.stream().filter(row -> row.wasted() > 0).count();
  }

  /// A ratio estimator with its linearised variance; traces, not calls, are what was drawn.
  private static Storm storm(Group group, List<Row> rows) {
    double calls = 0;
    double hopCalls = 0;
    double attempts = 0;
    for (Row row : rows) {
      calls += row.trace.weight() * row.count.originCalls();
      hopCalls += row.trace.weight() * row.count.calls();
      attempts += row.trace.weight() * row.count.attempts();
    }
    double factor = calls == 0 ? 1 : attempts / calls;
    double squares = 0;
    for (Row row : rows) {
      double off = row.count.attempts() - factor * row.count.originCalls();
      squares += row.trace.weight() * row.trace.weight() * off * off;
    }
    double correction = rows.size() / Math.max(1.0, rows.size() - 1.0);
    double error = calls == 0 ? 0 : Math.sqrt(correction * squares) / calls;
    return new Storm(
        group.origin,
        group.edge,
        calls,
        attempts,
        factor,
        Math.max(1, factor - NORMAL_95 * error),
        factor + NORMAL_95 * error,
        hopCalls == 0 ? 1 : attempts / hopCalls,
        attempts == 0 ? 0 : (attempts - calls) / attempts,
        evidence(rows));
  }

  private static List<TraceId> evidence(List<Row> rows) {
    return rows.stream()
        .filter(row -> row.wasted() > 0)
        .sorted(
            Comparator.comparingInt((Row row) -> -row.wasted())
                .thenComparing(row -> row.trace.traceId()))
        .limit(EVIDENCE)
        .map(row -> row.trace.traceId())
        .toList();
  }
}
