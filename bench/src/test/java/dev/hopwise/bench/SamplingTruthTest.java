package dev.hopwise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The small version of what PERFORMANCE.md quotes of `./hopwise bench sampling-truth`: fixed
/// seeds, so that it always ends the same.
class SamplingTruthTest {

  private static final int TRACES = 20_000;
  private static final int SEEDS = 60;
  private static final double HELD_MIN = 0.93;
  private static final double BIAS_MIN = 0.3;

  @Test
  void estimatesUnderABudgetHoldTheTruthAndUnweightedNumbersDoNot() {
    Population population = SamplingTruth.population("errors", 200, TRACES);
    SamplingTruth.Report report =
        SamplingTruth.run(population, SamplingTruth.policy(0.05, 250), SEEDS);
    holds(report.requestRate());
    holds(report.errorShare());
    holds(report.p95());
  }

  private static void holds(Coverage coverage) {
    assertThat(coverage.held()).isGreaterThanOrEqualTo(HELD_MIN);
    assertThat(coverage.unweightedErrorMin()).isGreaterThan(BIAS_MIN);
  }
}
