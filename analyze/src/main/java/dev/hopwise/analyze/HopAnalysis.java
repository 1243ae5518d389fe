package dev.hopwise.analyze;

import dev.hopwise.analyze.HopAnswer.Estimate;
import dev.hopwise.analyze.HopAnswer.Hop;
import dev.hopwise.analyze.HopAnswer.Verdict;
import dev.hopwise.analyze.HopAnswer.WindowQuantile;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Which hop made a quantile of the root's duration change.
///
/// Hops are found and ranked by the change of their mean critical-path time per trace, which uses
/// every trace: within endpoints, at the window's traffic mix ({@link Contrast}), summed over the
/// service or dependency to blame ({@link NodeModel}), by its lower confidence limit. Significant
/// is what exceeds chance after Bonferroni's correction for all that was looked at, and 5 % of the
/// mean duration. How much of the quantile's change each hop makes up says {@link QuantilePath}.
public final class HopAnalysis {

  /// At most so many hops are told.
  public static final int HOPS_MAX = 20;

  private static final int EVIDENCE = 3;

  /// That nothing changed and something is called significant nevertheless.
  private static final double FALSE_ALARMS = 0.05;

  /// Of the mean duration of the traces that touch the hop.
  private static final double EFFECT_MIN = 0.05;

  /// One-sided 95 % of a normal: what the rank is lowered by, per standard error.
  private static final double LOWER_LIMIT = 1.645;

  private final Sample baseline;
  private final Sample window;
  private final Sample.Index index;
  private final int strata;
  private final double quantile;

  private HopAnalysis(
      List<TraceComponents> baseline, List<TraceComponents> window, double quantile) {
    Strata assigned = Strata.of(baseline, window);
    index = new Sample.Index(baseline, window);
    this.baseline = Sample.of(baseline, assigned.numbers().baseline(), index);
    this.window = Sample.of(window, assigned.numbers().window(), index);
    this.strata = assigned.count();
    this.quantile = quantile;
  }

  /// Compares two sets of traces. The same traces give the same answer.
  ///
  /// @param quantile of the root's duration, between 0 and 1
  /// @throws IllegalArgumentException when the quantile is not between 0 and 1
  /// @throws java.util.concurrent.CancellationException when the thread is interrupted
  public static HopAnswer compare(
      List<TraceComponents> baseline, List<TraceComponents> window, double quantile) {
    if (!(quantile > 0 && quantile < 1)) {
      throw new IllegalArgumentException("quantile " + quantile + " is not between 0 and 1");
    }
    HopAnalysis analysis = new HopAnalysis(baseline, window, quantile);
    return baseline.isEmpty() || window.isEmpty() ? analysis.nothing() : analysis.answer();
  }

  private HopAnswer nothing() {
    return new HopAnswer(
        Verdict.NONE, alone(baseline), alone(window), new Estimate(0, 0, 0), List.of(), 0, 0);
  }

  /// A window with nothing to compare it with tells its quantile only, without an interval.
  private WindowQuantile alone(Sample sample) {
    long value =
        Math.round(
            Quantiles.weighted(
                sample.duration, sample.weight, Quantiles.order(sample.duration), quantile));
    return new WindowQuantile(new Estimate(value, value, value), sample.size(), sample.effective());
  }

  private HopAnswer answer() {
    Ranking ranking = new Ranking();
    QuantilePath path = new QuantilePath(baseline, window, strata, components() + 1, quantile);
    QuantilePath.Result whole = path.divide(baseline.weight, window.weight);
    Resampling draws = new Resampling(path, baseline, window);
    Estimate before = draws.around(whole.before(), QuantilePath.Result::before);
    Estimate after = draws.around(whole.after(), QuantilePath.Result::after);
    Estimate drawn =
        draws.around(whole.after() - whole.before(), draw -> draw.after() - draw.before());
    long changed = after.valueNanos() - before.valueNanos();
    Estimate change = new Estimate(changed, drawn.lowNanos(), drawn.highNanos());
    List<Hop> hops = new ArrayList<>();
    for (int c : ranking.order()) {
      Estimate part = draws.around(whole.parts()[c], draw -> draw.parts()[c]);
      hops.add(ranking.hop(hops.size() + 1, c, part, changed));
    }
    long mix = Math.round(whole.mixed()) - before.valueNanos();
    long told = hops.stream().mapToLong(hop -> hop.contribution().valueNanos()).sum();
    return new HopAnswer(
        ranking.verdict(),
        new WindowQuantile(before, baseline.size(), baseline.effective()),
        new WindowQuantile(after, window.size(), window.effective()),
        change,
        hops,
        mix,
        changed - mix - told);
  }

  private int components() {
    return index.components().size();
  }

  /// The components in their order, and what is said of each.
  private final class Ranking {
    private final NodeModel model = new NodeModel(index.components(), index, baseline, window);
    private final MixEffect mix = MixEffect.of(baseline, window, strata);
    private final Contrast hops;
    private final Contrast nodes;
    private final double direction;
    private final double meanDuration;
    private final List<Integer> order;

    Ranking() {
      int[] each = IntStream.rangeClosed(0, components()).toArray();
      each[components()] = -1;
      hops = Contrast.of(baseline, window, strata, each, components());
      nodes = Contrast.of(baseline, window, strata, model.nodeOf(), model.nodes().size());
      Contrast all = Contrast.of(baseline, window, strata, new int[components() + 1], 1);
      direction = all.mean()[0] < -LOWER_LIMIT * all.error()[0] ? -1 : 1;
      meanDuration = all.touched()[0];
      order =
          IntStream.range(0, components())
              .boxed()
              .filter(c -> hops.mean()[c] != 0)
              .sorted(
                  Comparator.<Integer>comparingDouble(c -> -limit(nodes, nodeOf(c)))
                      .thenComparingInt(this::nodeOf)
                      .thenComparingDouble(c -> -limit(hops, c)))
              .limit(HOPS_MAX)
              .toList();
    }

    List<Integer> order() {
      return order;
    }

    /// The larger of what stands out: the first node or the traffic.
    Verdict verdict() {
      double blamed =
          order.isEmpty() || !significant(nodes, nodeOf(order.getFirst()))
              ? 0
              : Math.abs(nodes.mean()[nodeOf(order.getFirst())]);
      boolean traffic =
          Math.abs(mix.nanos()) > Quantiles.normalUpper(errorRate()) * mix.error()
              && Math.abs(mix.nanos()) >= EFFECT_MIN * meanDuration;
      if (traffic && Math.abs(mix.nanos()) > blamed) {
        return Verdict.MIX;
      }
      return blamed > 0 ? Verdict.HOP : Verdict.NONE;
    }

    Hop hop(int rank, int c, Estimate part, long changed) {
      double mean = hops.mean()[c];
      double reach = Quantiles.normalUpper(0.025) * hops.error()[c];
      boolean firstOfNode =
          order.stream().filter(other -> nodeOf(other) == nodeOf(c)).findFirst().orElse(c) == c;
      return new Hop(
          rank,
          index.components().get(c),
          operation(c),
          model.nodes().get(nodeOf(c)),
          significant(hops, c) || (firstOfNode && significant(nodes, nodeOf(c))),
          part,
          new Estimate(Math.round(mean), Math.round(mean - reach), Math.round(mean + reach)),
          changed == 0 ? 0 : (double) part.valueNanos() / changed,
          evidence(c));
    }

    private int nodeOf(int component) {
      return model.nodeOf()[component];
    }

    /// The change in the direction of the whole, less what chance may have added.
    private double limit(Contrast contrast, int g) {
      return direction * contrast.mean()[g] - LOWER_LIMIT * contrast.error()[g];
    }

    private boolean significant(Contrast contrast, int g) {
      double change = direction * contrast.mean()[g];
      double chance = Quantiles.studentUpper(errorRate(), contrast.freedom()[g]);
      return change > chance * contrast.error()[g] && change >= EFFECT_MIN * contrast.touched()[g];
    }

    /// One-sided, of each of the comparisons: the hops, the nodes and the mix.
    private double errorRate() {
      return FALSE_ALARMS / 2 / (components() + model.nodes().size() + 1);
    }
  }

  /// The component's operation that grew most per trace.
  private String operation(int c) {
    Map<String, Double> growth = new HashMap<>();
    addOperations(window, c, 1, growth);
    addOperations(baseline, c, -1, growth);
    return growth.entrySet().stream()
        .max(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse("");
  }

  private void addOperations(Sample sample, int c, int sign, Map<String, Double> growth) {
    double total = Arrays.stream(sample.weight).sum();
    for (int i = 0; i < sample.size(); i++) {
      if (Arrays.binarySearch(sample.component[i], c) >= 0) {
        for (TraceComponents.Part part : sample.traces.get(i).parts()) {
          if (index.of(part) == c) {
            double nanos = sign * sample.weight[i] * part.pathNanos() / total;
            growth.merge(part.operation(), nanos, Double::sum);
          }
        }
      }
    }
  }

  /// The traces of the window that spent most time in a component.
  private List<TraceId> evidence(int c) {
    Map<Integer, Double> spent = new HashMap<>();
    for (int i = 0; i < window.size(); i++) {
      int at = Arrays.binarySearch(window.component[i], c);
      if (at >= 0 && window.pathNanos[i][at] > 0) {
        spent.put(i, window.pathNanos[i][at]);
      }
    }
    return spent.entrySet().stream()
        .sorted(
            Map.Entry.<Integer, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(EVIDENCE)
        .map(entry -> window.traces.get(entry.getKey()).traceId())
        .toList();
  }
}
