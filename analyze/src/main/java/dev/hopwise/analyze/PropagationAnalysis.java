package dev.hopwise.analyze;

import dev.hopwise.analyze.EdgeBreaks.Wilson;
import dev.hopwise.analyze.TraceLinks.Call;
import dev.hopwise.analyze.TraceLinks.Entry;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// At which edges the context dies, from traces that have settled.
///
/// Which service a call reaches is learned from the calls whose SERVER span is there. A call of the
/// same name without one has lost it: to the parent that something in between has rewritten, when
/// its trace holds an orphaned SERVER span of that service; to a trace of its own, when one with
/// such a root ran while the call did; else the span itself is lost. A root that no such call
/// explains is left alone: it may be meant.
///
/// Whether caller or callee is to blame for new roots is told by the neighbours: a callee that
/// ignores the context does so with all its callers, a caller that omits it with all its callees or
/// with this one only. Where the callee has one caller only, and the caller has other sound edges,
/// that cannot be told.
///
/// **Sampling.** Every call counts as often as its trace stands for. A call whose context was lost
/// and the trace that its callee began were sampled one without the other, so that most pairs are
/// not seen whole: one that is seen stands for the weights of both, and as many lost calls less are
/// taken for lost spans. Where that leaves open which of the two it is, the lost calls are told
/// together, undecided. On an edge with many lost calls at a time a root may be found in another
/// call than its own; it is then the more taken for the callee's doing the fewer are kept.
public final class PropagationAnalysis {

  /// At most so many are told.
  public static final int BREAKS_MAX = 100;

  /// Clocks of two services may differ by this for a root to be found in its call.
  private static final long SKEW_NANOS_MAX = 50_000_000;

  /// So many calls that may hold a root are tried.
  private static final int TRIES_MAX = 256;

  private final Map<Name, Callee> learned = new HashMap<>();
  private final Map<Callee, String> usualCaller = new HashMap<>();
  private final Map<Edge, EdgeBreaks> edges = new LinkedHashMap<>();
  private final Map<Callee, List<Lost>> lost = new HashMap<>();

  private PropagationAnalysis() {}

  /// What became of the context.
  public enum Kind {
    CALLEE_IGNORES("callee-ignores"),
    /// Also said where only more callers or callees could tell it from the one above.
    CALLER_OMITS("caller-omits"),
    SPANS_LOST("spans-lost"),
    PARENT_REWRITTEN("parent-rewritten");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /// As the API spells it.
    public String text() {
      return text;
    }
  }

  /// @param protocol `http` or `rpc`
  /// @param decided whether the kind is certain: a callee with one caller may as well ignore what
  ///   that sends, and of sampled traces the one that the callee began may be missing
  /// @param calls that the traces stand for
  /// @param rate share of the edge's calls, with its 95 % interval
  /// @param evidence traces that it happened in
  public record Break(
      String caller,
      String callee,
      String protocol,
      Kind kind,
      boolean decided,
      long calls,
      double rate,
      double low,
      double high,
      List<TraceId> evidence) {
    public Break {
      evidence = List.copyOf(evidence);
    }
  }

  private record Name(String caller, String operation) {}

  private record Callee(String service, String name) {}

  private record Edge(String caller, String callee) {}

  private record Lost(Call call, TraceLinks trace) {}

  /// The breaks, those of the highest rate first.
  public static List<Break> breaks(List<TraceLinks> traces) {
    PropagationAnalysis analysis = new PropagationAnalysis();
    traces.forEach(analysis::learn);
    traces.forEach(analysis::count);
    analysis
        .lost
        .values()
        .forEach(
            calls -> calls.sort(Comparator.comparingLong(left -> left.call.startEpochNanos())));
    traces.forEach(analysis::findRoots);
    analysis.lost.values().forEach(left -> left.forEach(analysis::countLost));
    return analysis.answer();
  }

  private void learn(TraceLinks trace) {
    for (Call call : trace.calls()) {
      if (call.isMatched()) {
        Callee callee = new Callee(call.callee(), call.serverName());
        learned.put(new Name(call.caller(), call.operation()), callee);
        usualCaller.put(callee, call.caller());
        EdgeBreaks edge = of(call.caller(), call.callee());
        edge.call(trace);
        edge.speaks(call.protocol());
      }
    }
  }

  private EdgeBreaks of(String caller, String callee) {
    return edges.computeIfAbsent(new Edge(caller, callee), _ -> new EdgeBreaks());
  }

  /// Calls without their SERVER span, and SERVER spans without their call, of one trace.
  private void count(TraceLinks trace) {
    List<Entry> orphans = new ArrayList<>(trace.entries().stream().filter(Entry::orphan).toList());
    for (Call call : trace.calls()) {
      @Nullable Callee callee = learned.get(new Name(call.caller(), call.operation()));
      if (call.isMatched() || callee == null) {
        continue;
      }
      EdgeBreaks edge = of(call.caller(), callee.service);
      edge.call(trace);
      if (takeOrphan(orphans, callee)) {
        edge.broken(Kind.PARENT_REWRITTEN, trace);
      } else {
        lost.computeIfAbsent(callee, _ -> new ArrayList<>()).add(new Lost(call, trace));
      }
    }
    for (Entry orphan : orphans) {
      @Nullable String caller = usualCaller.get(new Callee(orphan.service(), orphan.name()));
      if (caller != null) {
        EdgeBreaks edge = of(caller, orphan.service());
        edge.call(trace);
        edge.broken(Kind.SPANS_LOST, trace);
      }
    }
  }

  private static boolean takeOrphan(List<Entry> orphans, Callee callee) {
    for (int i = 0; i < orphans.size(); i++) {
      Entry orphan = orphans.get(i);
      if (orphan.service().equals(callee.service) && orphan.name().equals(callee.name)) {
        orphans.remove(i);
        return true;
      }
    }
    return false;
  }

  private void findRoots(TraceLinks trace) {
    for (Entry entry : trace.entries()) {
      List<Lost> calls =
          entry.orphan()
              ? List.of()
              : lost.getOrDefault(new Callee(entry.service(), entry.name()), List.of());
      int last = firstStartedAfter(calls, entry.startEpochNanos() + SKEW_NANOS_MAX) - 1;
      for (int i = last; i >= Math.max(0, last - TRIES_MAX); i--) {
        Lost candidate = calls.get(i);
        if (holds(candidate.call, entry)) {
          calls.remove(i);
          EdgeBreaks edge = of(candidate.call.caller(), entry.service());
          edge.broken(Kind.CALLER_OMITS, candidate.trace, trace.weight());
          edge.correct(Kind.SPANS_LOST, candidate.trace, 1 - trace.weight());
          break;
        }
      }
    }
  }

  private static int firstStartedAfter(List<Lost> sorted, long epochNanos) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.get(middle).call.startEpochNanos() > epochNanos) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static boolean holds(Call call, Entry entry) {
    return entry.startEpochNanos() >= call.startEpochNanos() - SKEW_NANOS_MAX
        && entry.endEpochNanos() <= call.endEpochNanos() + SKEW_NANOS_MAX;
  }

  private void countLost(Lost left) {
    @Nullable Callee callee = learned.get(new Name(left.call.caller(), left.call.operation()));
    if (callee != null) {
      of(left.call.caller(), callee.service).broken(Kind.SPANS_LOST, left.trace);
    }
  }

  private List<Break> answer() {
    Set<Edge> omitted = new HashSet<>();
    edges.forEach((edge, found) -> {
      if (found.rate(EnumSet.of(Kind.CALLER_OMITS)) != null) {
        omitted.add(edge);
      }
    });
    List<Break> all = new ArrayList<>();
    edges.forEach((edge, found) -> addBreaks(edge, found, omitted, all));
    return all.stream()
        .sorted(
            Comparator.<Break>comparingDouble(one -> -one.rate())
                .thenComparing(Break::caller)
                .thenComparing(Break::callee))
        .limit(BREAKS_MAX)
        .toList();
  }

  private void addBreaks(Edge edge, EdgeBreaks found, Set<Edge> omitted, List<Break> to) {
    int before = to.size();
    @Nullable Wilson omits = found.rate(EnumSet.of(Kind.CALLER_OMITS));
    if (omits != null) {
      to.add(blamed(edge, found, omits, omitted));
    }
    @Nullable Wilson losses = found.rate(EnumSet.of(Kind.SPANS_LOST));
    if (losses != null) {
      to.add(told(edge, found, Kind.SPANS_LOST, Kind.SPANS_LOST, true, losses));
    }
    if (to.size() == before && found.isSampled()) {
      @Nullable Wilson either = found.rate(EnumSet.of(Kind.CALLER_OMITS, Kind.SPANS_LOST));
      if (either != null) {
        to.add(told(edge, found, Kind.SPANS_LOST, Kind.SPANS_LOST, false, either));
      }
    }
    @Nullable Wilson rewritten = found.rate(EnumSet.of(Kind.PARENT_REWRITTEN));
    if (rewritten != null) {
      to.add(told(edge, found, Kind.PARENT_REWRITTEN, Kind.PARENT_REWRITTEN, true, rewritten));
    }
  }

  private static Break told(
      Edge edge, EdgeBreaks found, Kind counted, Kind kind, boolean decided, Wilson rate) {
    return new Break(
        edge.caller,
        edge.callee,
        found.protocol(),
        kind,
        decided,
        found.calls(),
        rate.rate(),
        rate.low(),
        rate.high(),
        found.evidence(counted));
  }

  private Break blamed(Edge edge, EdgeBreaks found, Wilson rate, Set<Edge> omitted) {
    List<Edge> callers =
        edges.keySet().stream().filter(other -> other.callee.equals(edge.callee)).toList();
    List<Edge> callees =
        edges.keySet().stream().filter(other -> other.caller.equals(edge.caller)).toList();
    boolean ignored = callers.size() > 1 && omitted.containsAll(callers);
    boolean alone = callers.size() == 1;
    boolean never = callees.size() > 1 && omitted.containsAll(callees);
    return told(
        edge,
        found,
        Kind.CALLER_OMITS,
        ignored ? Kind.CALLEE_IGNORES : Kind.CALLER_OMITS,
        !alone || never,
        rate);
  }
}
