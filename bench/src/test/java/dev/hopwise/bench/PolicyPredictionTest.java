package dev.hopwise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.sample.TrafficShare;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The small version of what PERFORMANCE.md quotes of `./hopwise bench policy-prediction`: fixed
/// seeds, so that it always ends the same.
class PolicyPredictionTest {

  private static final int POLICIES = 10;
  private static final double ERROR_MAX = 0.05;

  /// Of this size, ten minutes of traffic and the next differ by some percent for most seeds.
  private static final long SEED = 3;

  @Test
  void foretellsTheKeptSpansOfTheNextTenMinutesForTenRandomPolicies() {
    for (Prediction.Outcome outcome :
        PolicyPrediction.run(
            "late-spans", 10, Duration.ofMinutes(10), POLICIES, SEED, TrafficShare.ALL)) {
      assertThat(outcome.error()).as(outcome.toString()).isBetween(-ERROR_MAX, ERROR_MAX);
    }
  }
}
