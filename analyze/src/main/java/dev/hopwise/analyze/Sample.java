package dev.hopwise.analyze;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The traces of one window as arrays: per trace its duration, weight, stratum and the path times
/// of the components that it touched.
final class Sample {

  final List<TraceComponents> traces;
  final double[] weight;
  final double[] duration;
  final int[] stratum;
  final int[][] component;
  final double[][] pathNanos;

  private Sample(List<TraceComponents> traces, int[] stratum, Index index) {
    this.traces = traces;
    this.stratum = stratum;
    int n = traces.size();
    weight = new double[n];
    duration = new double[n];
    component = new int[n][];
    pathNanos = new double[n][];
    for (int i = 0; i < n; i++) {
      TraceComponents trace = traces.get(i);
      weight[i] = trace.weight();
      duration[i] = trace.durationNanos();
      Map<Integer, Double> sums = HashMap.newHashMap(trace.parts().size());
      for (TraceComponents.Part part : trace.parts()) {
        sums.merge(index.of(part), (double) part.pathNanos(), Double::sum);
      }
      component[i] = sums.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
      pathNanos[i] = new double[component[i].length];
      for (int c = 0; c < component[i].length; c++) {
        pathNanos[i][c] = sums.getOrDefault(component[i][c], 0.0);
      }
    }
  }

  static Sample of(List<TraceComponents> traces, int[] stratum, Index index) {
    return new Sample(traces, stratum, index);
  }

  int size() {
    return weight.length;
  }

  /// How many traces of equal weight would say as much (Kish).
  double effective() {
    double sum = 0;
    double squares = 0;
    for (double w : weight) {
      sum += w;
      squares += w * w;
    }
    return squares == 0 ? 0 : sum * sum / squares;
  }

  /// The components of both windows with their numbers.
  static final class Index {
    /// More components than this are not told apart: their time is left unexplained.
    private static final int COMPONENTS_MAX = 500;

    private final Map<Call, String> callees = new HashMap<>();
    private final Map<Component, Integer> numbers = new HashMap<>();
    private final List<Component> components = new ArrayList<>();

    private record Call(String service, String operation) {}

    /// Learns whom calls reach from those whose SERVER span is there, then numbers everything.
    Index(List<TraceComponents> first, List<TraceComponents> second) {
      learn(first);
      learn(second);
      number(first);
      number(second);
    }

    /// The number of a part's component; one behind the last for all that have none.
    int of(TraceComponents.Part part) {
      return numbers.getOrDefault(resolved(part), components.size());
    }

    List<Component> components() {
      return components;
    }

    /// A call that does not say whom it reached belongs to the edge that calls of its name have.
    private Component resolved(TraceComponents.Part part) {
      Component component = part.component();
      if (!part.nameless()) {
        return component;
      }
      @Nullable String callee = callees.get(new Call(component.service(), part.operation()));
      return callee == null ? component : Component.ofEdge(component.service(), callee);
    }

    private void learn(List<TraceComponents> traces) {
      for (TraceComponents trace : traces) {
        for (TraceComponents.Part part : trace.parts()) {
          if (part.component().kind() == HopKind.EDGE) {
            callees.put(
                new Call(part.component().service(), part.operation()), part.component().callee());
          }
        }
      }
    }

    private void number(List<TraceComponents> traces) {
      for (TraceComponents trace : traces) {
        for (TraceComponents.Part part : trace.parts()) {
          Component component = resolved(part);
          if (components.size() < COMPONENTS_MAX && !numbers.containsKey(component)) {
            numbers.put(component, components.size());
            components.add(component);
          }
        }
      }
    }
  }
}
