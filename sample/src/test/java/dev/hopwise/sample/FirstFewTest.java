package dev.hopwise.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FirstFewTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long PERIOD = FirstFew.PERIOD_NANOS;
  private static final long NOW = 1_000 * PERIOD;

  private final FirstFew few = new FirstFew(64, 1);

  @Test
  void areThreeOfEachKindInEachFiveMinutes() {
    for (int period = 0; period < 3; period++) {
      for (long kind = 1; kind < 3; kind++) {
        assertThat(firstsOf(kind, NOW + period * PERIOD, NOW + period * PERIOD, 10)).isEqualTo(3);
      }
    }
  }

  @Test
  void belongToTheFiveMinutesInWhichTheTraceBegan() {
    long later = NOW + PERIOD + SECOND;
    assertThat(firstsOf(1, NOW + PERIOD - SECOND, later, 10)).isEqualTo(3);
    assertThat(firstsOf(1, NOW + PERIOD + SECOND, later, 10)).isEqualTo(3);
    assertThat(firstsOf(1, NOW + PERIOD - SECOND, later, 10)).isZero();
  }

  @Test
  void oldAndFutureStartsDoNotGainMore() {
    assertThat(firstsOf(1, NOW + 1_000 * PERIOD, NOW, 10)).isEqualTo(3);
    assertThat(firstsOf(1, NOW, NOW, 10)).isZero();
    int old = 0;
    for (int i = 0; i < 100; i++) {
      old += firstsOf(1, NOW - i * PERIOD - PERIOD, NOW, 1);
    }
    assertThat(old).isEqualTo(3);
    assertThat(firstsOf(1, NOW + PERIOD, NOW + PERIOD, 10)).isEqualTo(3);
  }

  @Test
  void aFloodOfKindsIsBounded() {
    int firsts = 0;
    for (long kind = 0; kind < 100_000; kind++) {
      firsts += firstsOf(kind * 0x9E3779B97F4A7C15L, NOW, NOW, 1);
    }
    assertThat(firsts).isLessThanOrEqualTo(64 + 3);
  }

  private int firstsOf(long kind, long startEpochNanos, long nowEpochNanos, int times) {
    int firsts = 0;
    for (int i = 0; i < times; i++) {
      Moment now = new Moment(nowEpochNanos, nowEpochNanos);
      firsts += few.isFirst(kind, startEpochNanos, now) ? 1 : 0;
    }
    return firsts;
  }
}
