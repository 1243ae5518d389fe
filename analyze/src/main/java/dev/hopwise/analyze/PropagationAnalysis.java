package dev.hopwise.analyze;

import dev.hopwise.analyze.TraceLinks.Call;
import dev.hopwise.analyze.TraceLinks.Entry;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
public final class PropagationAnalysis {

  /// At most so many are told.
  public static final int BREAKS_MAX = 100;

  /// Fewer breaks are chance: a span or two are always under way.
  private static final int BREAKS_MIN = 3;

  /// Below this an edge is sound.
  private static final double RATE_MIN = 0.005;

  private static final double NORMAL_95 = 1.96;
  private static final int EVIDENCE = 3;

  /// Clocks of two services may differ by this for a root to be found in its call.
  private static final long SKEW_NANOS_MAX = 50_000_000;

  /// So many calls that may hold a root are tried.
  private static final int TRIES_MAX = 256;

  private final Map<Name, Callee> learned = new HashMap<>();
  private final Map<Callee, String> usualCaller = new HashMap<>();
  private final Map<Edge, Counts> counts = new LinkedHashMap<>();
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
  ///   that sends
  /// @param rate share of the edge's calls, with its 95 % interval by Wilson
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

  private record Lost(Call call, TraceId trace) {}

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
        Counts edge = of(call.caller(), call.callee());
        edge.calls++;
        edge.protocol = call.protocol();
      }
    }
  }

  private Counts of(String caller, String callee) {
    return counts.computeIfAbsent(new Edge(caller, callee), _ -> new Counts());
  }

  /// Calls without their SERVER span, and SERVER spans without their call, of one trace.
  private void count(TraceLinks trace) {
    List<Entry> orphans = new ArrayList<>(trace.entries().stream().filter(Entry::orphan).toList());
    for (Call call : trace.calls()) {
      @Nullable Callee callee = learned.get(new Name(call.caller(), call.operation()));
      if (call.isMatched() || callee == null) {
        continue;
      }
      Counts edge = of(call.caller(), callee.service);
      edge.calls++;
      if (takeOrphan(orphans, callee)) {
        edge.add(Kind.PARENT_REWRITTEN, trace.traceId());
      } else {
        lost.computeIfAbsent(callee, _ -> new ArrayList<>()).add(new Lost(call, trace.traceId()));
      }
    }
    for (Entry orphan : orphans) {
      @Nullable String caller = usualCaller.get(new Callee(orphan.service(), orphan.name()));
      if (caller != null) {
        Counts edge = of(caller, orphan.service());
        edge.calls++;
        edge.add(Kind.SPANS_LOST, trace.traceId());
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
          of(candidate.call.caller(), entry.service()).add(Kind.CALLER_OMITS, candidate.trace);
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
      of(left.call.caller(), callee.service).add(Kind.SPANS_LOST, left.trace);
    }
  }

  private List<Break> answer() {
    Set<Edge> omitted = new HashSet<>();
    counts.forEach((edge, count) -> {
      if (count.breaks(Kind.CALLER_OMITS) != null) {
        omitted.add(edge);
      }
    });
    List<Break> all = new ArrayList<>();
    counts.forEach((edge, count) -> {
      for (Kind kind : count.found.keySet()) {
        @Nullable Wilson rate = count.breaks(kind);
        if (rate != null) {
          all.add(
              kind == Kind.CALLER_OMITS
                  ? blamed(edge, count, rate, omitted)
                  : count.told(edge, kind, kind, true, rate));
        }
      }
    });
    return all.stream()
        .sorted(
            Comparator.<Break>comparingDouble(one -> -one.rate())
                .thenComparing(Break::caller)
                .thenComparing(Break::callee))
        .limit(BREAKS_MAX)
        .toList();
  }

  private Break blamed(Edge edge, Counts count, Wilson rate, Set<Edge> omitted) {
    List<Edge> callers =
        counts.keySet().stream().filter(other -> other.callee.equals(edge.callee)).toList();
    List<Edge> callees =
        counts.keySet().stream().filter(other -> other.caller.equals(edge.caller)).toList();
    boolean ignored = callers.size() > 1 && omitted.containsAll(callers);
    boolean alone = callers.size() == 1;
    boolean never = callees.size() > 1 && omitted.containsAll(callees);
    return count.told(
        edge,
        Kind.CALLER_OMITS,
        ignored ? Kind.CALLEE_IGNORES : Kind.CALLER_OMITS,
        !alone || never,
        rate);
  }

  /// An edge's calls and what happened to them.
  private static final class Counts {
    private long calls;
    private String protocol = "http";
    private final Map<Kind, Set<TraceId>> evidence = new LinkedHashMap<>();
    private final Map<Kind, Integer> found = new LinkedHashMap<>();

    private void add(Kind kind, TraceId trace) {
      found.merge(kind, 1, Integer::sum);
      Set<TraceId> traces = evidence.computeIfAbsent(kind, _ -> new LinkedHashSet<>());
      if (traces.size() < EVIDENCE) {
        traces.add(trace);
      }
    }

    private Break told(Edge edge, Kind counted, Kind kind, boolean decided, Wilson rate) {
      return new Break(
          edge.caller,
          edge.callee,
          protocol,
          kind,
          decided,
          calls,
          rate.rate,
          rate.low,
          rate.high,
          List.copyOf(evidence.getOrDefault(counted, Set.of())));
    }

    /// The rate of a kind, or null when it is too small to tell.
    private @Nullable Wilson breaks(Kind kind) {
      int count = found.getOrDefault(kind, 0);
      if (count < BREAKS_MIN) {
        return null;
      }
      Wilson rate = Wilson.of(count, calls);
      return rate.low < RATE_MIN ? null : rate;
    }
  }

  /// A share with its interval (Wilson 1927).
  private record Wilson(double rate, double low, double high) {
    static Wilson of(long count, long of) {
      double p = (double) count / of;
      double z2 = NORMAL_95 * NORMAL_95;
      double centre = (p + z2 / (2 * of)) / (1 + z2 / of);
      double reach = NORMAL_95 / (1 + z2 / of) * Math.sqrt(p * (1 - p) / of + z2 / (4.0 * of * of));
      return new Wilson(p, centre - reach, Math.min(1, centre + reach));
    }
  }
}
