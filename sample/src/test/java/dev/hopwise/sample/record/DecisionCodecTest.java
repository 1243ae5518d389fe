package dev.hopwise.sample.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hopwise.model.TraceId;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.ErrorKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecisionCodecTest {

  @Test
  void givesBackWhatWasEncoded() throws MalformedDecisionsException {
    List<Decision> decisions = TestDecisions.range(0, 5_000);
    assertThat(decoded(DecisionCodec.encode(decisions))).isEqualTo(decisions);
  }

  @Test
  void givesBackAnEmptyList() throws MalformedDecisionsException {
    assertThat(decoded(DecisionCodec.encode(List.of()))).isEmpty();
  }

  @Test
  void givesBackEveryExtremeOfEveryField() throws MalformedDecisionsException {
    List<Decision> decisions = new ArrayList<>();
    long[] extremes = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE};
    for (long extreme : extremes) {
      decisions.add(extreme(extreme, Double.MIN_VALUE, null, 0));
      decisions.add(extreme(extreme, 1, "", Integer.MAX_VALUE));
      decisions.add(extreme(extreme, 0, "wïndow", 1));
    }
    assertThat(decoded(DecisionCodec.encode(decisions))).isEqualTo(decisions);
  }

  @Test
  void takesAtMostSixtyBytesForADecision() {
    List<Decision> decisions = TestDecisions.range(0, 1_800);
    assertThat(DecisionCodec.encode(decisions).length / (double) decisions.size())
        .isLessThanOrEqualTo(60);
  }

  @Test
  void cutsLongTextsBetweenTwoCharacters() throws MalformedDecisionsException {
    String long3 = "€".repeat(100);
    Decision decision = extreme(1, 1, long3, 1);
    assertThat(decoded(DecisionCodec.encode(List.of(decision))).getFirst().windowId())
        .isEqualTo("€".repeat(85));
  }

  @Test
  void keepsTheFirstSixtyFourErrorKinds() throws MalformedDecisionsException {
    List<ErrorKind> kinds = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      kinds.add(new ErrorKind("service", "span " + i, "timeout"));
    }
    assertThat(decoded(DecisionCodec.encode(List.of(withKinds(kinds)))).getFirst().errorKinds())
        .isEqualTo(kinds.subList(0, 64));
  }

  @Test
  void refusesBytesThatWereCutAnywhere() {
    byte[] whole = DecisionCodec.encode(TestDecisions.range(0, 40));
    for (int cut = 0; cut < whole.length; cut++) {
      byte[] torn = Arrays.copyOf(whole, cut);
      assertThatThrownBy(() -> decoded(torn))
          .as("cut at %d", cut)
          .isInstanceOf(MalformedDecisionsException.class);
    }
  }

  @Test
  void readsOrRefusesDamagedBytesButNeverThrowsAnythingElse() {
    byte[] whole = DecisionCodec.encode(TestDecisions.range(0, 100));
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        assertThat(decoded(damaged)).hasSizeLessThanOrEqualTo(whole.length);
      } catch (MalformedDecisionsException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
  }

  @Test
  void refusesALaterVersionByItsNumber() {
    byte[] later = DecisionCodec.encode(List.of());
    later[0] = 2;
    assertThatThrownBy(() -> decoded(later)).hasMessageContaining("version 2");
  }

  @Test
  void readsFromTheMiddleOfLongerBytes() throws MalformedDecisionsException {
    List<Decision> decisions = TestDecisions.range(0, 3);
    byte[] bytes = DecisionCodec.encode(decisions);
    byte[] longer = new byte[bytes.length + 20];
    System.arraycopy(bytes, 0, longer, 7, bytes.length);
    assertThat(DecisionCodec.decode(longer, 7, bytes.length)).isEqualTo(decisions);
  }

  private static List<Decision> decoded(byte[] bytes) throws MalformedDecisionsException {
    return DecisionCodec.decode(bytes, 0, bytes.length);
  }

  private static Decision extreme(
      long number, double probability, @Nullable String window, int spans) {
    return new Decision(
        new TraceId(number, ~number),
        number > 0 && probability > 0,
        "",
        "quiet",
        probability,
        window,
        number,
        "",
        "Straße",
        -number,
        number,
        spans,
        number,
        List.of());
  }

  private static Decision withKinds(List<ErrorKind> kinds) {
    return new Decision(
        new TraceId(1, 2), true, "errors", "quiet", 1, null, 5, "a", "b", 3, 2, 1, 100, kinds);
  }
}
