package dev.hopwise.measure.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class DistinctEstimateTest {

  @Test
  void isWhatWasSeenWhereEverythingWasInspected() {
    assertThat(DistinctEstimate.of(700, 400, 1_000, 1_000))
        .isEqualTo(new DistinctEstimate(700, 700, 700));
  }

  @Test
  void valuesThatAreAllKnownStayAsManyAndIdsBecomeAsManyAsOccurrences() {
    assertThat(DistinctEstimate.of(12, 12, 1_000, 64_000))
        .isEqualTo(new DistinctEstimate(12, 12, 12));
    assertThat(DistinctEstimate.of(1_000, 500, 1_000, 64_000))
        .isEqualTo(new DistinctEstimate(64_000, 64_000, 64_000));
  }

  @Test
  void aPoolOfEquallyFrequentValuesIsTheLowBound() {
    double pool = 3_000;
    double seen = pool * -Math.expm1(-4_000 / pool);
    double half = pool * -Math.expm1(-2_000 / pool);
    DistinctEstimate estimate = DistinctEstimate.of(seen, half, 4_000, 400_000);
    assertThat(estimate.low()).isCloseTo(pool, within(1.0));
    assertThat(estimate.high()).isGreaterThan(3 * pool);
  }

  @RepeatedTest(20)
  void theEstimateLiesBetweenItsBoundsAndTheyBetweenWhatWasSeenAndTheOccurrences(
      RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    for (int i = 0; i < 1_000; i++) {
      long inspected = random.nextLong(1, 100_000);
      long occurrences = inspected * random.nextLong(1, 1_000);
      double seen = random.nextDouble(1, inspected + 1.0);
      double half = random.nextDouble(0.4, 1.1) * seen;
      DistinctEstimate estimate = DistinctEstimate.of(seen, half, inspected, occurrences);
      assertThat(estimate.low()).isBetween(seen, estimate.high());
      assertThat(estimate.estimate())
          .isBetween(estimate.low() * (1 - 1e-9), estimate.high() * (1 + 1e-9));
      assertThat(estimate.high()).isLessThanOrEqualTo(Math.max(seen, (double) occurrences));
    }
  }
}
