package dev.hopwise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadSamplingTest {

  private static final long RANDOMNESS_MASK = HeadSampling.RANDOMNESS_RANGE - 1;

  /// Thresholds and their probabilities from the specification's tables.
  @ParameterizedTest
  @CsvSource({
    "ot=th:0, 1",
    "ot=th:8, 0.5",
    "ot=th:c, 0.25",
    "ot=th:80000000000000, 0.5",
    "ot=th:fd70a, 0.0100002288818359375",
    "ot=th:ffffffffffffff, 1.3877787807814457e-17",
    "'congo=t61rcWkgMzE,ot=th:c', 0.25",
    "'ot=th:c,congo=t61rcWkgMzE', 0.25",
    "'a=1 , ot=th:c ,b=2', 0.25",
    "ot=rv:80000000000000;th:c, 0.25",
    "ot=xx:1;th:c;yy:2, 0.25",
    "ot=p:0, 1",
    "ot=p:2;r:5, 0.25",
    "ot=p:62, 2.168404344971009e-19",
    "ot=p:1;th:c, 0.25",
  })
  void readsTheProbability(String state, double probability) {
    assertThat(HeadSampling.parse(state).probability()).isEqualTo(probability);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ot=",
        "ot=th:",
        "ot=th:C",
        "ot=th:0x8",
        "ot=th:8.",
        "ot=th:-8",
        "ot=th:100000000000000",
        "ot=th:8 ;",
        "th:8",
        "xot=th:8",
        "ot=p:",
        "ot=p:63",
        "ot=p:-1",
        "ot=p:99999999999999999999",
        "ot=r:5",
        "ot=rv:8",
        "a=ot=th:8",
        ",,;;::==",
      })
  void aStateThatSaysNothingOrCannotBeReadIsNoSampling(String state) {
    double expected = state.equals("ot=th:8 ;") ? 0.5 : 1;
    assertThat(HeadSampling.parse(state).probability()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "ot=rv:0123456789abcd, 0123456789abcd",
    "ot=th:8;rv:ffffffffffffff, ffffffffffffff",
    "'x=y,ot=rv:00000000000000;th:8', 0",
  })
  void readsTheExplicitRandomness(String state, String hex) {
    HeadSampling head = HeadSampling.parse(state);
    assertThat(head.hasRandomness()).isTrue();
    assertThat(head.randomnessOr(-1)).isEqualTo(Long.parseLong(hex, 16));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ot=rv:0123456789abc",
        "ot=rv:0123456789abcde",
        "ot=rv:0123456789abcD",
        "ot=rv:",
        "ot=r:5;p:2",
        "",
      })
  void takesTheTraceIdsLastFiftySixBitsOtherwise(String state) {
    HeadSampling head = HeadSampling.parse(state);
    assertThat(head.hasRandomness()).isFalse();
    assertThat(head.randomnessOr(0xABFFFFFFFFFFFFF7L)).isEqualTo(0xFFFFFFFFFFFFF7L);
  }

  @Test
  void theOlderFormDecidedOnAnotherRandomness() {
    assertThat(HeadSampling.parse("ot=p:2;r:5").sameRandomness()).isFalse();
    assertThat(HeadSampling.parse("ot=th:c").sameRandomness()).isTrue();
    assertThat(HeadSampling.parse("ot=p:2;th:c").sameRandomness()).isTrue();
    assertThat(HeadSampling.parse("ot=p:63").sameRandomness()).isTrue();
    assertThat(HeadSampling.NONE.sameRandomness()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "ot=th:c, 0.1, 0.1",
    "ot=th:c, 0.5, 0.25",
    "ot=th:c, 1, 0.25",
    "'', 0.5, 0.5",
    "ot=p:2, 0.5, 0.125",
  })
  void combinesHeadAndTail(String state, double tail, double together) {
    assertThat(HeadSampling.parse(state).with(tail)).isEqualTo(together);
  }

  /// A span is counted as one over its inclusion probability; the sum over what passes both is the
  /// number that there were.
  @ParameterizedTest
  @CsvSource({"0.3, 0.1", "0.1, 0.3", "0.25, 0.25"})
  void whatPassesHeadAndTailStandsForAll(double headProbability, double tailProbability) {
    SplittableRandom random = new SplittableRandom(4);
    long headThreshold = threshold(headProbability);
    long tailThreshold = threshold(tailProbability);
    HeadSampling head = HeadSampling.parse("ot=th:" + "%014x".formatted(headThreshold));
    double sum = 0;
    int traces = 1_000_000;
    for (int i = 0; i < traces; i++) {
      long randomness = head.randomnessOr(random.nextLong());
      if (randomness >= headThreshold && randomness >= tailThreshold) {
        sum += 1 / head.with(tailProbability);
      }
    }
    assertThat(sum / traces).isCloseTo(1, within(0.02));
  }

  @Test
  void readsOnlyItsSlice() {
    byte[] bytes = "ot=th:c;rv:0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    HeadSampling head = HeadSampling.parse(bytes, 0, 7);
    assertThat(head).isEqualTo(HeadSampling.parse("ot=th:c"));
    assertThat(HeadSampling.parse(bytes, 8, 0)).isEqualTo(HeadSampling.NONE);
  }

  @Test
  void anyBytesCanBeRead() {
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = (byte) "ot=th:rv;p,cf80 \t\u00FF".charAt(random.nextInt(18));
      }
      HeadSampling head = HeadSampling.parse(bytes, 0, bytes.length);
      assertThat(head.probability()).isGreaterThan(0).isLessThanOrEqualTo(1);
      assertThat(head.randomnessOr(-1)).isBetween(0L, RANDOMNESS_MASK);
    }
  }

  private static long threshold(double probability) {
    return HeadSampling.RANDOMNESS_RANGE - Math.round(probability * HeadSampling.RANDOMNESS_RANGE);
  }
}
