package dev.hopwise.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdjustedCountTest {

  @ParameterizedTest
  @CsvSource({
    "ot=th:0, 1",
    "ot=th:8, 2",
    "ot=th:c, 4",
    "ot=th:fd70a3d70a3d71;rv:abcdef, 100",
    "'a=b, ot=rv:0123456789abcd;th:8', 2",
    "'a=b,ot=th:8,c=d', 2",
    "'ot=th:8 ,c=d', 2",
    "ot=p:3;r:5, 8",
    "ot=p:63, 1",
    "ot=p:3;th:8, 2",
    "ot=th:ffffffffffffff, 1000000",
    "ot=p:62, 1000000",
    "'', 1",
    "ot=, 1",
    "ot=th:, 1",
    "ot=th:x, 1",
    "ot=th:8g, 1",
    "ot=th:FD, 1",
    "ot=th:000000000000001, 1",
    "ot=p:, 1",
    "ot=p:-1, 1",
    "got=th:8, 1",
    "'a=ot=th:8', 1",
    "oth=th:8, 1",
  })
  void readsWhatTheHeadSays(String state, long count) {
    assertThat(of(state, 7)).isEqualTo(count);
  }

  @Test
  void aCountThatIsNotWholeKeepsItsMean() {
    // 30 % kept: 3.33 each.
    String state = "ot=th:" + Long.toHexString((long) (0.7 * (1L << 56)));
    SplittableRandom random = new SplittableRandom(3);
    long sum = 0;
    int spans = 100_000;
    for (int i = 0; i < spans; i++) {
      long count = of(state, random.nextLong());
      assertThat(count).isBetween(3L, 4L);
      sum += count;
    }
    assertThat((double) sum / spans).isCloseTo(10 / 3.0, within(0.01));
    assertThat(of(state, 99)).isEqualTo(of(state, 99));
  }

  private static long of(String state, long spanId) {
    byte[] bytes = ("ot=th:c" + state + "8,ot=th:c").getBytes(StandardCharsets.UTF_8);
    return AdjustedCount.of(bytes, 7, bytes.length - 16, spanId);
  }
}
