package dev.hopwise.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every kept trace stands for one divided by its probability. Over many runs the sums of what the
/// kept ones stand for must be those of all traces, whatever rules, throughputs, percentiles and
/// budgets do in between.
class UnbiasedEstimateTest {

  private static final int RUNS = 60;

  @Test
  void withoutABudget() {
    unbiased(Budget.UNLIMITED, 1);
  }

  @Test
  void underABudgetThatGivesUpTheBaseline() {
    unbiased(total(2_000), 1);
  }

  @Test
  void underABudgetThatGivesUpErrorsToo() {
    unbiased(total(500), 1);
  }

  @Test
  void behindAHeadThatSamples() {
    unbiased(total(500), 0.3);
  }

  private static void unbiased(Budget budget, double head) {
    List<Double> counts = new ArrayList<>();
    List<Double> spans = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      double[] all = new double[3];
      double[] estimate = new double[3];
      Traffic traffic = new Traffic(1_000 + run);
      traffic.errorShare = 0.1;
      traffic.headProbability = head;
      traffic.run(
          20,
          engine(budget),
          (trace, decision) -> {
            double weight = decision.keep() ? 1 / Math.min(head, decision.probability()) : 0;
            add(all, trace, 1 / head);
            add(estimate, trace, weight);
          });
      counts.add(estimate[0] / all[0] - 1);
      spans.add(estimate[1] / all[1] - 1);
      errors.add(estimate[2] / all[2] - 1);
    }
    isZeroInTheMean(counts);
    isZeroInTheMean(spans);
    isZeroInTheMean(errors);
  }

  private static void add(double[] sums, TestTrace trace, double weight) {
    sums[0] += weight;
    sums[1] += weight * trace.spanCount;
    sums[2] += trace.hasError() ? weight : 0;
  }

  /// Within four standard errors, and those are small: a few traces a second of the baseline are
  /// all that the smallest budget leaves.
  private static void isZeroInTheMean(List<Double> differences) {
    double mean = differences.stream().mapToDouble(d -> d).average().orElseThrow();
    double variance =
        differences.stream().mapToDouble(d -> (d - mean) * (d - mean)).sum() / (RUNS - 1);
    double standardError = Math.sqrt(variance / RUNS);
    assertThat(standardError).isLessThan(0.06);
    assertThat(Math.abs(mean)).isLessThanOrEqualTo(4 * standardError + 1e-9);
  }

  private static DecisionEngine engine(Budget budget) {
    Policy policy = Policy.builtIn(0.2);
    return new DecisionEngine(
        new Policy(policy.tenantAttribute(), budget, policy.rules(), policy.head()),
        WindowMatcher.NONE);
  }

  private static Budget total(double spansPerSecond) {
    return new Budget(
        new Budget.Limit(spansPerSecond, Double.POSITIVE_INFINITY),
        new LinkedHashMap<>(),
        new LinkedHashMap<>());
  }
}
