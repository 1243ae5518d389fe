package dev.hopwise.sample.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/// A population of SDKs that ask once a minute, each at its own second, against the budget.
class HeadBudgetTest {

  private static final int SDKS = 60;

  private final HeadBudget budget = new HeadBudget(10_000, 0);
  private final double[] followed = new double[SDKS];
  private final Deque<Double> lastMinute = new ArrayDeque<>();
  private long second;
  private long received;

  HeadBudgetTest() {
    Arrays.fill(followed, 1);
  }

  @Test
  void leavesTheRatesAloneBelowTheLimit() {
    run(Duration.ofMinutes(20), 9_000, 0);
    assertThat(budget.factor()).isEqualTo(1);
  }

  @Test
  void settlesBelowTheLimitWithoutSwinging() {
    run(Duration.ofMinutes(5), 80_000, 0);
    double settled = budget.factor();
    for (int minute = 0; minute < 30; minute++) {
      run(Duration.ofMinutes(1), 80_000, 0);
      assertThat(averageOfLastMinute()).isBetween(8_000.0, 10_000.0);
    }
    assertThat(budget.factor()).isEqualTo(settled);
  }

  @Test
  void goesUpAgainWhenTheTrafficFalls() {
    run(Duration.ofMinutes(10), 80_000, 0);
    run(Duration.ofMinutes(30), 5_000, 0);
    assertThat(budget.factor()).isEqualTo(1);
  }

  @Test
  void lowersThoseWhoAskFurtherWhereOthersDoNot() {
    run(Duration.ofMinutes(20), 10_000, 6_000);
    assertThat(averageOfLastMinute()).isBetween(8_000.0, 10_000.0);
    assertThat(budget.factor()).isLessThan(0.5);
  }

  @Test
  void leavesEveryServiceALittle() {
    run(Duration.ofMinutes(60), 10_000, 50_000);
    assertThat(budget.factor()).isEqualTo(HeadBudget.FACTOR_MIN);
  }

  /// @param deaf spans a second of those who never ask
  private void run(Duration time, double spansPerSecond, double deaf) {
    for (long end = second + time.toSeconds(); second < end; second++) {
      followed[(int) (second % SDKS)] = budget.factor();
      double arriving = deaf;
      for (double factor : followed) {
        arriving += spansPerSecond / SDKS * factor;
      }
      received += Math.round(arriving);
      lastMinute.addLast(arriving);
      if (lastMinute.size() > 60) {
        lastMinute.removeFirst();
      }
      budget.observe(received, Duration.ofSeconds(second).toNanos());
    }
  }

  private double averageOfLastMinute() {
    return lastMinute.stream().mapToDouble(d -> d).average().orElseThrow();
  }
}
