package dev.hopwise.analyze;

import dev.hopwise.analyze.PropagationAnalysis.Kind;
import dev.hopwise.model.TraceId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An edge's calls and what happened to them, each trace counting as many times as it stands for.
///
/// Traces, not calls, are what was drawn: the variance of a rate is that of a ratio estimator over
/// traces, linearised. It is told as the number of calls that would say as much, with which
/// Wilson's interval is made; without sampling and with one call a trace that is the number of
/// calls.
final class EdgeBreaks {

  /// Fewer breaks are chance: a span or two are always under way.
  private static final int BREAKS_MIN = 3;

  /// Below this an edge is sound.
  private static final double RATE_MIN = 0.005;

  private static final int EVIDENCE = 3;

  private final Map<TraceId, Row> rows = new HashMap<>();
  private final Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
  private final Map<Kind, Set<TraceId>> evidence = new EnumMap<>(Kind.class);
  private String protocol = "http";
  private boolean sampled;

  /// The calls of one trace.
  private static final class Row {
    private final double weight;
    private int calls;

    /// By kind; see {@link EdgeBreaks#correct}.
    private final double[] broken = new double[Kind.values().length];

    Row(double weight) {
      this.weight = weight;
    }

    @SuppressWarnings("EnumOrdinal") // an array that nobody else sees
    void add(Kind kind, double calls) {
      broken[kind.ordinal()] += calls;
    }

    double broken(Set<Kind> kinds) {
      double sum = 0;
      for (Kind kind : kinds) {
        sum += broken(kind);
      }
      return sum;
    }

    @SuppressWarnings("EnumOrdinal") // an array that nobody else sees
    private double broken(Kind kind) {
      return broken[kind.ordinal()];
    }
  }

  /// A call was made.
  void call(TraceLinks trace) {
    row(trace).calls++;
    sampled |= trace.weight() > 1;
  }

  /// How the edge's calls are made, `http` or `rpc`.
  void speaks(String called) {
    protocol = called;
  }

  String protocol() {
    return protocol;
  }

  /// A call of the trace was broken.
  void broken(Kind kind, TraceLinks trace) {
    broken(kind, trace, 1);
  }

  /// What was seen stands for so many broken calls of a trace like this one.
  void broken(Kind kind, TraceLinks trace, double calls) {
    row(trace).add(kind, calls);
    seen.merge(kind, 1, Integer::sum);
    Set<TraceId> traces = evidence.computeIfAbsent(kind, _ -> new LinkedHashSet<>());
    if (traces.size() < EVIDENCE) {
      traces.add(trace.traceId());
    }
  }

  /// Takes back calls that other traces of the kind count too many for.
  void correct(Kind kind, TraceLinks trace, double calls) {
    row(trace).add(kind, calls);
    sampled |= calls != 0;
  }

  private Row row(TraceLinks trace) {
    return rows.computeIfAbsent(trace.traceId(), _ -> new Row(trace.weight()));
  }

  /// Whether any of the traces stands for others that were not kept.
  boolean isSampled() {
    return sampled;
  }

  /// Calls in all.
  long calls() {
    return Math.round(rows.values().stream().mapToDouble(row -> row.weight * row.calls).sum());
  }

  List<TraceId> evidence(Kind kind) {
    return List.copyOf(evidence.getOrDefault(kind, Set.of()));
  }

  /// The rate of some kinds together, or null when it is too small to tell.
  @Nullable Wilson rate(Set<Kind> kinds) {
    int found = kinds.stream().mapToInt(kind -> seen.getOrDefault(kind, 0)).sum();
    if (found < BREAKS_MIN) {
      return null;
    }
    double calls = 0;
    double squares = 0;
    double broken = 0;
    for (Row row : rows.values()) {
      calls += row.weight * row.calls;
      squares += row.weight * row.weight * row.calls;
      broken += row.weight * row.broken(kinds);
    }
    double share = Math.clamp(broken / calls, 0, 1);
    double most = calls * calls / squares;
    double variance = variance(kinds, broken / calls) / (calls * calls);
    double effective = variance == 0 ? most : Math.min(most, share * (1 - share) / variance);
    Wilson rate = Wilson.of(share, effective > 0 ? effective : most);
    return share == 0 || rate.low() < RATE_MIN ? null : rate;
  }

  private double variance(Set<Kind> kinds, double share) {
    double sum = 0;
    for (Row row : rows.values()) {
      double off = row.weight * (row.broken(kinds) - share * row.calls);
      sum += off * off;
    }
    return sum;
  }

  /// A share with its 95 % interval (Wilson 1927).
  record Wilson(double rate, double low, double high) {
    private static final double NORMAL_95 = 1.96;

    /// @param of how many independent trials it comes from, above 0
    static Wilson of(double p, double of) {
      double z2 = NORMAL_95 * NORMAL_95;
      double centre = (p + z2 / (2 * of)) / (1 + z2 / of);
      double reach = NORMAL_95 / (1 + z2 / of) * Math.sqrt(p * (1 - p) / of + z2 / (4 * of * of));
      return new Wilson(p, Math.max(0, centre - reach), Math.min(1, centre + reach));
    }
  }
}
