package dev.hopwise.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficShareTest {

  private static final int TRACES = 100_000;
  private static final long SECOND = 1_000_000_000L;

  private final SplittableRandom random = new SplittableRandom(3);

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.5, 0.125, 0.01})
  void hasItsShareOfTheTracesWhicheverAProbabilityKeeps(double share) {
    TrafficShare part = new TrafficShare(share);
    int chosen = 0;
    int kept = 0;
    for (int i = 0; i < TRACES; i++) {
      long low = random.nextLong();
      if (part.contains(0, low)) {
        chosen++;
        boolean keep = ConsistentThreshold.randomnessOf(low) >= ConsistentThreshold.of(0.3);
        kept += keep ? 1 : 0;
      }
    }
    assertThat((double) chosen / TRACES).isCloseTo(share, within(0.005));
    assertThat((double) kept / chosen).isCloseTo(0.3, within(0.05));
  }

  @Test
  void aLargerOneHasTheTracesOfASmallerOne() {
    TrafficShare small = new TrafficShare(0.1);
    TrafficShare large = new TrafficShare(0.3);
    for (int i = 0; i < TRACES; i++) {
      long high = random.nextLong();
      long low = random.nextLong();
      assertThat(!small.contains(high, low) || large.contains(high, low)).isTrue();
    }
  }

  @Test
  void theFirstFewOfManyKindsAreItsShareInTheMean() {
    FirstFew few = new FirstFew(4_096, 0.25);
    int first = 0;
    for (int kinds = 0; kinds < 1_000; kinds++) {
      long kind = random.nextLong();
      for (int i = 0; i < 10; i++) {
        first += few.isFirst(kind, 0, new Moment(0, 0)) ? 1 : 0;
      }
    }
    assertThat(first).isBetween(700, 800);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.125})
  void aThroughputIsThatOfAllTheTraffic(double share) {
    Policy policy =
        accepted("rules:\n  - name: r\n    sample: { throughput: 0.1, per: operation }\n");
    assertThat(keptSpans(policy, share, 20)).isBetween(0.09, 0.11);
    // One that is rarer than what is wanted is kept whole.
    assertThat(keptSpans(policy, share, 0.01)).isBetween(0.009, 0.011);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.125})
  void aBudgetIsThatOfAllTheTraffic(double share) {
    Policy policy =
        accepted(
            """
            budget: { spans-per-second: 3 }
            rules:
              - name: rest
                sample: { probability: 0.5 }
            """);
    assertThat(keptSpans(policy, share, 20)).isBetween(2.9, 3.1);
  }

  @Test
  void refusesWhatIsNoShare() {
    assertThatThrownBy(() -> new TrafficShare(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TrafficShare(1.1)).isInstanceOf(IllegalArgumentException.class);
  }

  /// Of all the traffic per second, when an engine that is shown a part of it has run for long.
  private double keptSpans(Policy policy, double share, double tracesPerSecond) {
    DecisionEngine engine =
        new DecisionEngine(
            policy, WindowMatcher.NONE, EngineLimits.DEFAULT, new TrafficShare(share));
    double arriving = tracesPerSecond * share;
    double seconds = 40_000 / arriving;
    double kept = 0;
    long now = 0;
    while (now < seconds * SECOND) {
      now += (long) (-Math.log(1 - random.nextDouble()) / arriving * SECOND);
      kept += engine.decide(TestTrace.of(random.nextLong() >>> 8), "quiet", now).probability();
    }
    return kept / seconds / share;
  }

  private static Policy accepted(String yaml) {
    return ((PolicyResult.Accepted) PolicyParser.parse(yaml)).policy();
  }
}
