package dev.hopwise.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationHistogramTest {

  private static final long SECOND = 1_000_000_000L;

  private final SplittableRandom random = new SplittableRandom(3);

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.9, 0.95, 0.99, 0.999})
  void aQuantileIsRightWithinItsError(double quantile) {
    DurationHistogram histogram = new DurationHistogram(0);
    long[] durations = new long[100_000];
    for (int i = 0; i < durations.length; i++) {
      durations[i] = duration();
      histogram.add(durations[i], 1, 0);
    }
    Arrays.sort(durations);
    double exact = durations[(int) (quantile * durations.length)];
    assertThat(histogram.quantileNanos(quantile) / exact)
        .isCloseTo(1, within(DurationHistogram.RELATIVE_ERROR));
  }

  @Test
  void theShareAboveAQuantileIsWhatIsLeft() {
    DurationHistogram histogram = new DurationHistogram(0);
    int above = 0;
    for (int i = 0; i < 200_000; i++) {
      long duration = duration();
      above += i > 10_000 && histogram.isAbove(0.99, duration) ? 1 : 0;
      histogram.add(duration, 1, i * SECOND / 100);
    }
    assertThat(above / 190_000.0).isCloseTo(0.01, within(0.001));
  }

  @Test
  void forgetsWhatIsOld() {
    DurationHistogram histogram = new DurationHistogram(0);
    for (int i = 0; i < 10_000; i++) {
      histogram.add(1_000_000, 1, 0);
    }
    histogram.add(1_000_000, 1, 600 * SECOND);
    assertThat(histogram.samples()).isCloseTo(5_001, within(1.0));
    // Ten half-lives on, a thousandth is left.
    for (int i = 0; i < 100; i++) {
      histogram.add(9_000_000, 1, 6_000 * SECOND);
    }
    assertThat(histogram.quantileNanos(0.5) / 9e6).isCloseTo(1, within(1 / 16.0));
  }

  @Test
  void followsAShiftOfAllDurationsAtOnce() {
    DurationHistogram histogram = new DurationHistogram(0);
    for (int i = 0; i < 10_000; i++) {
      histogram.add(1_000_000, 1, i * SECOND / 100);
    }
    int above = 0;
    for (int i = 0; i < 10_000; i++) {
      above += histogram.isAbove(0.99, 20_000_000 + i) ? 1 : 0;
      histogram.add(20_000_000 + i, 1, 100 * SECOND + i * SECOND / 100);
    }
    assertThat(above).isLessThan(250);
  }

  @Test
  void takesAnyDuration() {
    DurationHistogram histogram = new DurationHistogram(0);
    for (long duration : new long[] {Long.MIN_VALUE, -1, 0, 1, 1023, 1024, Long.MAX_VALUE}) {
      histogram.add(duration, 1, 0);
    }
    assertThat(histogram.samples()).isEqualTo(7);
    assertThat(histogram.quantileNanos(0.5)).isBetween(0L, 1088L);
    assertThat(histogram.isAbove(0.5, Long.MAX_VALUE)).isTrue();
    assertThat(histogram.isAbove(0.5, Long.MIN_VALUE)).isFalse();
  }

  @Test
  void knowsNothingOfAnOperationThatWasSeenTooRarely() {
    DurationTable table = new DurationTable(8);
    for (int i = 0; i < 199; i++) {
      table.of(1, 0).add(1_000_000, 1, 0);
    }
    assertThat(DurationTable.isSlow(table.of(1, 0), 0.99, 50_000_000)).isFalse();
    table.of(1, 0).add(1_000_000, 1, 0);
    assertThat(DurationTable.isSlow(table.of(1, 0), 0.99, 50_000_000)).isTrue();
    assertThat(DurationTable.isSlow(table.of(1, 0), 0.99, 900_000)).isFalse();
  }

  @Test
  void operationsThatFindNoPlaceAreNeverSlow() {
    DurationTable table = new DurationTable(8);
    int placed = 0;
    for (long operation = 0; operation < 100; operation++) {
      placed += table.of(operation, 0) == null ? 0 : 1;
    }
    assertThat(placed).isEqualTo(8);
    assertThat(DurationTable.isSlow(null, 0.99, Long.MAX_VALUE)).isFalse();
    // Ten minutes later the idle ones make room.
    assertThat(table.of(99, 600 * SECOND)).isNotNull();
  }

  private long duration() {
    return (long) (1e7 * Math.exp(random.nextGaussian()));
  }
}
