package dev.hopwise.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hopwise.analyze.HopAnswer.Hop;
import dev.hopwise.analyze.HopAnswer.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HopAnalysisTest {

  private static final int TRACES = 400;

  @ParameterizedTest
  @CsvSource({
    "gateway, SERVICE, gateway, '', OWN_CODE",
    "authservice, SERVICE, authservice, '', AUTH",
    "orders, SERVICE, orders, '', OWN_CODE",
    "gateway->authservice, EDGE, gateway, authservice, NETWORK_GAP",
    "gateway->orders, EDGE, gateway, orders, NETWORK_GAP",
    "database, DATABASE, orders, shop, DATABASE",
    "external, EXTERNAL, orders, api.pay.example, EXTERNAL_API"
  })
  void ranksTheDelayedHopFirstWithItsDelay(
      String place, HopKind kind, String service, String callee, Layer layer) {
    HopAnswer answer = compare(shop(1), shop(2).delaying(place, 40).withOldConventions());
    Hop first = answer.hops().getFirst();
    assertThat(answer.verdict()).isEqualTo(Verdict.HOP);
    assertThat(first.component()).isEqualTo(new Component(kind, service, callee, layer));
    assertThat(first.significant()).isTrue();
    assertThat(first.contribution().valueNanos()).isCloseTo(40_000_000L, within(4_000_000L));
    assertThat(first.contribution().lowNanos()).isLessThan(41_000_000L);
    assertThat(first.contribution().highNanos()).isGreaterThan(39_000_000L);
    assertThat(first.evidence()).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void namesTheExternalCall() {
    HopAnswer answer = compare(shop(1), shop(2).delaying("external", 40));
    assertThat(answer.hops().getFirst().operation()).isEqualTo("POST api.pay.example /charges");
  }

  @Test
  void addsUpExactly() {
    for (String place : List.of("", "database", "health")) {
      HopAnswer answer =
          compare(shop(1).withHealthShare(0.3), shop(2).withHealthShare(0.6).delaying(place, 7));
      long hops = answer.hops().stream().mapToLong(h -> h.contribution().valueNanos()).sum();
      assertThat(hops + answer.mixNanos() + answer.unexplainedNanos())
          .isEqualTo(answer.change().valueNanos())
          .isEqualTo(
              answer.window().quantile().valueNanos() - answer.baseline().quantile().valueNanos());
    }
  }

  @Test
  void doesNotBlameWhatIsOffTheCriticalPath() {
    HopAnswer answer = compare(shop(1), shop(2).delaying("recommendations", 25));
    assertThat(answer.verdict()).isEqualTo(Verdict.NONE);
    assertThat(answer.hops())
        .filteredOn(hop -> hop.culprit().equals("recommendations"))
        .allSatisfy(
            hop -> assertThat(Math.abs(hop.contribution().valueNanos())).isLessThan(1_000_000));
  }

  @Test
  void blamesAPureChangeOfTrafficOnTheMix() {
    HopAnswer answer =
        HopAnalysis.compare(
            shop(1).withHealthShare(0.9).traces(TRACES),
            shop(2).withHealthShare(0.3).traces(TRACES),
            0.5);
    assertThat(answer.verdict()).isEqualTo(Verdict.MIX);
    assertThat(answer.change().valueNanos()).isGreaterThan(40_000_000);
    assertThat((double) answer.mixNanos() / answer.change().valueNanos()).isCloseTo(1, within(0.1));
    assertThat(answer.hops()).noneMatch(Hop::significant);
  }

  @Test
  void seesADelayOfTheRareEndpointThatLiftsItOverTheQuantile() {
    HopAnswer answer =
        compare(shop(1).withHealthShare(0.5), shop(2).withHealthShare(0.5).delaying("health", 200));
    Hop first = answer.hops().getFirst();
    assertThat(answer.verdict()).isEqualTo(Verdict.HOP);
    assertThat(first.component()).isEqualTo(Component.ofService("gateway"));
    // The 3 ms of health are lifted to 203 ms, over the roughly 80 ms of the orders.
    assertThat(first.contribution().valueNanos())
        .isCloseTo(answer.change().valueNanos(), within(25_000_000L));
    assertThat(first.contribution().valueNanos()).isBetween(100_000_000L, 160_000_000L);
  }

  @Test
  void saysThatNothingChangedWhenNothingDid() {
    int alarms = 0;
    for (int seed = 0; seed < 60; seed += 2) {
      HopAnswer answer =
          HopAnalysis.compare(
              shop(100 + seed).withHealthShare(0.2).traces(100),
              shop(101 + seed).withHealthShare(0.2).traces(100),
              0.95);
      alarms += answer.verdict() == Verdict.NONE ? 0 : 1;
    }
    assertThat(alarms).isLessThanOrEqualTo(1);
  }

  @Test
  void answersTheSameQuestionTheSame() {
    assertThat(compare(shop(1), shop(2).delaying("orders", 9)))
        .isEqualTo(compare(shop(1), shop(2).delaying("orders", 9)));
  }

  @Test
  void weighsTracesByWhatTheyStandFor() {
    List<TraceComponents> all = shop(1).withHealthShare(0.5).traces(TRACES);
    List<TraceComponents> weighted =
        all.stream().map(t -> weighted(t, t.endpoint().contains("health") ? 9 : 1)).toList();
    HopAnswer answer = HopAnalysis.compare(all, weighted, 0.8);
    assertThat(answer.window().effective()).isLessThan(TRACES * 0.7);
    assertThat(answer.window().quantile().valueNanos())
        .isLessThan(answer.baseline().quantile().valueNanos() / 5);
    assertThat(answer.verdict()).isEqualTo(Verdict.MIX);
  }

  @Test
  void hasNothingToSayWithoutABaseline() {
    HopAnswer answer = HopAnalysis.compare(List.of(), shop(1).traces(10), 0.95);
    assertThat(answer.verdict()).isEqualTo(Verdict.NONE);
    assertThat(answer.baseline().n()).isZero();
    assertThat(answer.window().n()).isEqualTo(10);
    assertThat(answer.window().quantile().valueNanos()).isPositive();
    assertThat(answer.hops()).isEmpty();
  }

  @Test
  void refusesAQuantileThatIsNone() {
    assertThatThrownBy(() -> HopAnalysis.compare(List.of(), List.of(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("quantile 1.0 is not between 0 and 1");
  }

  private static TraceComponents weighted(TraceComponents trace, double weight) {
    return new TraceComponents(
        trace.traceId(),
        trace.endpoint(),
        trace.structure(),
        trace.durationNanos(),
        weight,
        trace.parts());
  }

  private static SmallShop shop(long seed) {
    return new SmallShop(seed);
  }

  private static HopAnswer compare(SmallShop baseline, SmallShop window) {
    return HopAnalysis.compare(baseline.traces(TRACES), window.traces(TRACES), 0.95);
  }
}
