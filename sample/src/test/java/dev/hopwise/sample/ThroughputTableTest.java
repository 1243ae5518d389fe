package dev.hopwise.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThroughputTableTest {

  private static final long SECOND = 1_000_000_000L;

  private final SplittableRandom random = new SplittableRandom(5);
  private final ThroughputTable table = new ThroughputTable(64);
  private long now = Traffic.START;

  @ParameterizedTest(name = "{0} of {1} traces a second")
  @CsvSource({"10, 1000", "100, 500", "0.1, 50", "1, 3", "1000, 20000"})
  void givesSoManyTracesInTheMean(double wanted, double arriving) {
    run(120, arriving, wanted, 1);
    assertThat(run(2_000_000 / arriving, arriving, wanted, 1))
        .isBetween(0.9 * wanted, 1.1 * wanted);
  }

  @Test
  void keepsEveryTraceOfARareKey() {
    for (int i = 0; i < 1_000; i++) {
      now += 20 * SECOND;
      assertThat(table.next(1, 0.1, 1, now)).isEqualTo(1);
    }
  }

  @Test
  void theFirstTraceOfAKeyIsKeptForSureHoweverBusyOthersAre() {
    run(10, 1_000, 1, 1);
    assertThat(table.next(2, 1, 1, now)).isEqualTo(1);
  }

  @Test
  void aBusyKeyHasATraceForSureInEachPeriod() {
    int sure = 0;
    for (int i = 0; i < 1_000_000; i++) {
      now += SECOND / 1_000;
      sure += table.next(1, 1, 1, now) == 1 ? 1 : 0;
    }
    // One for each ten seconds, and the few before its rate is known.
    assertThat(sure).isBetween(100, 106);
  }

  @Test
  void aBurstGivesLittleMoreThanTheMemoryIsWorth() {
    double given = 0;
    for (int i = 0; i < 100_000; i++) {
      given += table.next(1, 1, 1, now + i);
    }
    assertThat(given).isBetween(5.0, 20.0);
  }

  @Test
  void asksForMoreOfTheTracesThatTheHeadHasThinnedOut() {
    // 1000 a second before the head, 100 after it: 10 of them are wanted.
    run(60, 100, 10, 0.1);
    double sum = 0;
    for (int i = 0; i < 1_000; i++) {
      now += SECOND / 100;
      double probability = table.next(1, 10, 0.1, now);
      sum += probability == 1 ? 0 : probability;
    }
    assertThat(sum / 1_000).isBetween(0.008, 0.011);
  }

  @Test
  void keysThatFindNoPlaceShareOne() {
    double given = 0;
    for (int key = 0; key < 100_000; key++) {
      given += table.next(key * 0x9E3779B97F4A7C15L, 1, 1, now);
    }
    assertThat(given).isLessThan(100);
  }

  @Test
  void aClockThatStandsStillDoesNoHarm() {
    table.next(1, 1, 1, now);
    for (int i = 0; i < 100; i++) {
      assertThat(table.next(1, 1, 1, now)).isBetween(Double.MIN_VALUE, 1.0);
    }
  }

  /// The mean of what is given per second, relative to what passes the head.
  private double run(double seconds, double arriving, double wanted, double head) {
    long end = now + (long) (seconds * SECOND);
    double given = 0;
    while (now < end) {
      now += (long) (-Math.log(1 - random.nextDouble()) / arriving * SECOND);
      given += Math.min(1, table.next(1, wanted, head, now) / head);
    }
    return given / seconds;
  }
}
