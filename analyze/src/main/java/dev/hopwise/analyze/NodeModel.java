package dev.hopwise.analyze;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whom a component's growth is blamed on: a service's own time on the service, an edge's on the
/// callee, unless clearly more of the caller's edges grew than of the callee's, for a starved or
/// cut-off caller inflates all its edges.
final class NodeModel {

  /// Per call; less growth is none.
  private static final double GROWTH_NANOS_MIN = 1_000_000;

  /// Of the node's worst edge; less growth is none.
  private static final double GROWTH_SHARE_MIN = 0.2;

  /// By so much the caller's share of grown edges has to exceed the callee's.
  private static final double EXCESS_MIN = 0.25;

  private final List<String> nodes = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, List<Double>> growths = new HashMap<>();
  private final int[] nodeOf;

  NodeModel(List<Component> components, Sample.Index index, Sample baseline, Sample window) {
    double[] before = perCallNanos(baseline, index);
    double[] after = perCallNanos(window, index);
    for (int c = 0; c < components.size(); c++) {
      Component component = components.get(c);
      if (component.isCall() && !Double.isNaN(after[c] - before[c])) {
        double growth = after[c] - before[c];
        growths.computeIfAbsent(component.service(), _ -> new ArrayList<>()).add(growth);
        growths.computeIfAbsent(component.callee(), _ -> new ArrayList<>()).add(growth);
      }
    }
    nodeOf = new int[components.size() + 1];
    for (int c = 0; c < components.size(); c++) {
      nodeOf[c] = numbers.computeIfAbsent(blamed(components.get(c)), this::add);
    }
    nodeOf[components.size()] = -1;
  }

  /// The node of each component, and -1 behind them.
  int[] nodeOf() {
    return nodeOf;
  }

  List<String> nodes() {
    return nodes;
  }

  private int add(String node) {
    nodes.add(node);
    return nodes.size() - 1;
  }

  private String blamed(Component component) {
    if (!component.isCall()) {
      return component.service();
    }
    double excess = grownShare(component.service()) - grownShare(component.callee());
    return excess > EXCESS_MIN ? component.service() : component.callee();
  }

  private double grownShare(String node) {
    List<Double> all = growths.getOrDefault(node, List.of());
    double worst = all.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    double limit = Math.max(GROWTH_NANOS_MIN, GROWTH_SHARE_MIN * worst);
    long grown = all.stream().filter(growth -> growth > limit).count();
    return all.isEmpty() ? 0 : (double) grown / all.size();
  }

  /// NaN where nothing was called.
  private static double[] perCallNanos(Sample sample, Sample.Index index) {
    double[] gap = new double[index.components().size() + 1];
    double[] calls = new double[gap.length];
    for (int i = 0; i < sample.size(); i++) {
      for (TraceComponents.Part part : sample.traces.get(i).parts()) {
        int c = index.of(part);
        gap[c] += sample.weight[i] * part.gapNanos();
        calls[c] += sample.weight[i] * part.calls();
      }
    }
    double[] perCall = new double[gap.length];
    for (int c = 0; c < perCall.length; c++) {
      perCall[c] = gap[c] / calls[c];
    }
    return perCall;
  }
}
