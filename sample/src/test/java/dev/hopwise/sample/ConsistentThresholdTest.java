package dev.hopwise.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsistentThresholdTest {

  /// The thresholds in the specification's table, written with all 14 digits.
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "1.0, 0",
    "0.5, 80000000000000",
    "0.25, c0000000000000",
    "0.01, fd70a3d70a3d71",
    "0.3333333333333333, aaaaaaaaaaaaac",
    "0.6666666666666666, 55555555555558",
    "1.3877787807814457e-17, ffffffffffffff",
    "0.0, 100000000000000"
  })
  void isWhatTheSpecificationSays(double probability, String hex) {
    assertThat(ConsistentThreshold.of(probability)).isEqualTo(Long.parseLong(hex, 16));
  }

  @ParameterizedTest
  @CsvSource({"ffffffffffffffff, ffffffffffffff", "ab00000000000001, 1"})
  void readsTheLast56BitsOfTheTraceId(String low, String hex) {
    assertThat(ConsistentThreshold.randomnessOf(Long.parseUnsignedLong(low, 16)))
        .isEqualTo(Long.parseLong(hex, 16));
  }
}
