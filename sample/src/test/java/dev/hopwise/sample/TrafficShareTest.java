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
  void takesItsShareOfBudgetsAndThroughputs() {
    Policy policy =
        accepted(
            """
            budget:
              spans-per-second: 1000
              tenants: { acme: { bytes-per-day: 1000MB } }
            rules:
              - name: rare
                sample: { throughput: 2, per: operation }
              - name: rest
                sample: { probability: 0.1 }
            """);
    Policy part = new TrafficShare(0.25).of(policy);
    assertThat(part.budget().total().spansPerSecond()).isEqualTo(250);
    assertThat(part.budget().tenants().get("acme").bytesPerDay())
        .isEqualTo(policy.budget().tenants().get("acme").bytesPerDay() / 4);
    assertThat(part.rules().getFirst().sample())
        .isEqualTo(new Sampling.Throughput(0.5, Sampling.Per.OPERATION));
    assertThat(part.rules().getLast()).isEqualTo(policy.rules().getLast());
    assertThat(TrafficShare.ALL.of(policy)).isSameAs(policy);
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

  @Test
  void aKeyOfWhichAPartIsSeenIsGivenThePart() {
    assertThat(given(1, 0.1, 20)).isBetween(0.9 * 0.1, 1.1 * 0.1);
    assertThat(given(0.125, 0.1 * 0.125, 20 * 0.125)).isBetween(0.85 * 0.0125, 1.15 * 0.0125);
    // One that is rarer than what is wanted is kept whole, whole or in part.
    assertThat(given(1, 0.1, 0.01)).isBetween(0.95 * 0.01, 1.05 * 0.01);
    assertThat(given(0.125, 0.1 * 0.125, 0.01 * 0.125)).isBetween(0.9 * 0.00125, 1.1 * 0.00125);
  }

  @Test
  void refusesWhatIsNoShare() {
    assertThatThrownBy(() -> new TrafficShare(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TrafficShare(1.1)).isInstanceOf(IllegalArgumentException.class);
  }

  /// Traces a second, in the mean over a long time.
  private double given(double share, double wanted, double arriving) {
    ThroughputTable table = new ThroughputTable(64, share);
    double seconds = 200_000 / arriving;
    double sum = 0;
    long now = 0;
    while (now < seconds * SECOND) {
      now += (long) (-Math.log(1 - random.nextDouble()) / arriving * SECOND);
      sum += table.next(1, wanted, 1, now);
    }
    return sum / seconds;
  }

  private static Policy accepted(String yaml) {
    return ((PolicyResult.Accepted) PolicyParser.parse(yaml)).policy();
  }
}
