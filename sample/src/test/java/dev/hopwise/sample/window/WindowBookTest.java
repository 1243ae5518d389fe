package dev.hopwise.sample.window;

import static dev.hopwise.sample.window.Windows.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hopwise.sample.ConditionSet;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowBookTest {

  private static final String SHOP = "{ resource.service.name = \"shop\" }";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final double PLENTY = 100_000;

  private final Windows windows = new Windows();

  @Test
  void keepsTheShareOfMatchingTracesThatWasAskedFor() {
    IncidentWindow window = windows.open(SHOP, 0.5, Duration.ofMinutes(5), PLENTY);
    int kept = windows.traffic(100, 100, 5);
    assertThat(kept / 10_000.0).isCloseTo(0.5, within(0.02));
    WindowCounts counts = windows.find(window).counts();
    assertThat(counts.matchedTraces()).isEqualTo(10_000);
    assertThat(counts.keptTraces()).isEqualTo(kept);
    assertThat(counts.keptSpans()).isEqualTo(kept * 5L);
    assertThat(counts.overBudgetTraces()).isZero();
  }

  @Test
  void leavesTracesOutOfScopeToThePolicy() {
    IncidentWindow window = windows.open(SHOP, 1, MINUTE, PLENTY);
    assertThat(windows.decide(new Facts(Facts.ALWAYS_KEPT, "bank", 1, windows.now()))).isFalse();
    assertThat(windows.find(window).counts()).isEqualTo(WindowCounts.ZERO);
  }

  @Test
  void endsExactlyAndLosesNoTraceThatBeganBefore() {
    IncidentWindow window = windows.open(SHOP, 1, MINUTE, PLENTY);
    long closes = window.closesEpochNanos();
    assertThat(closes - window.opensEpochNanos()).isEqualTo(60 * SECOND);
    windows.clock.advance(Duration.ofSeconds(75));
    assertThat(windows.find(window).state()).isEqualTo(WindowState.CLOSING);
    assertThat(windows.decide(new Facts(Facts.ALWAYS_KEPT, "shop", 1, closes - 1))).isTrue();
    assertThat(windows.decide(new Facts(Facts.ALWAYS_KEPT, "shop", 1, closes))).isFalse();
    windows.clock.advance(Duration.ofSeconds(17));
    windows.book.tick();
    assertThat(windows.find(window).state()).isEqualTo(WindowState.CLOSED);
    assertThat(windows.book.conditions()).isEmpty();
  }

  @Test
  void keepsWhatWasPendingWhenItOpened() {
    windows.open(SHOP, 1, MINUTE, PLENTY);
    long before = windows.now() - 20 * SECOND;
    windows.clock.advance(Duration.ofSeconds(1));
    assertThat(windows.decide(new Facts(Facts.ALWAYS_KEPT, "shop", 1, before))).isTrue();
  }

  @ParameterizedTest(name = "{0} traces of {1} spans, budget {2}")
  @CsvSource({"100, 20, 500", "1000, 3, 250", "7, 90, 100", "400, 10, 3999"})
  void keepsNoMoreThanItsBudgetAndNotMuchLess(int perSecond, int spans, double budget) {
    IncidentWindow window = windows.open(SHOP, 1, MINUTE, budget);
    windows.traffic(70, perSecond, spans);
    long kept = windows.find(window).counts().keptSpans();
    assertThat((double) kept).isBetween(budget * 60 * 0.9, budget * 60);
  }

  @Test
  void marksAConsistentSampleEvenWhereTheBudgetDecides() {
    windows.open(SHOP, 1, Duration.ofMinutes(5), 500);
    windows.traffic(10, 100, 20);
    double rate = windows.book.list().getFirst().effectiveRate();
    assertThat(rate).isCloseTo(0.25, within(0.03));
    Facts low = new Facts((long) ((1 - rate * 1.3) * (1L << 56)), "shop", 1, windows.now());
    Facts high = new Facts((long) ((1 - rate * 0.7) * (1L << 56)), "shop", 1, windows.now());
    assertThat(windows.decide(low)).isFalse();
    assertThat(windows.decide(high)).isTrue();
  }

  @Test
  void refusesFewOnceItsRateHasFollowedTheTraffic() {
    IncidentWindow window = windows.open(SHOP, 1, Duration.ofMinutes(5), 500);
    windows.traffic(5, 100, 20);
    long before = windows.find(window).counts().overBudgetTraces();
    windows.traffic(60, 100, 20);
    WindowCounts counts = windows.find(window).counts();
    assertThat(counts.overBudgetTraces() - before).isLessThan(counts.keptTraces() / 20);
  }

  @Test
  void letsTheHigherRateDecideAndTheOtherWhereItsBudgetIsSpent() {
    IncidentWindow wide = windows.open("{ }", 0.5, MINUTE, PLENTY);
    IncidentWindow narrow = windows.open(SHOP, 1, MINUTE, 10);
    Facts trace = new Facts(Facts.ALWAYS_KEPT, "shop", 10, windows.now());
    assertThat(windows.book.match(trace, ConditionSet.EMPTY, windows.now()).windowId())
        .isEqualTo(narrow.id());
    windows.decide(trace);
    assertThat(windows.book.match(trace, ConditionSet.EMPTY, windows.now()).windowId())
        .isEqualTo(wide.id());
    assertThat(windows.find(narrow).counts().overBudgetTraces()).isEqualTo(1);
  }

  @Test
  void closesOnceOnly() {
    IncidentWindow window = windows.open(SHOP, 1, MINUTE, PLENTY);
    windows.clock.advance(Duration.ofSeconds(10));
    IncidentWindow closed = windows.book.close(window.id()).orElseThrow();
    assertThat(closed.state()).isEqualTo(WindowState.CLOSING);
    assertThat(closed.closesEpochNanos()).isEqualTo(window.opensEpochNanos() + 10 * SECOND);
    windows.clock.advance(Duration.ofSeconds(10));
    assertThat(windows.book.close(window.id()).orElseThrow().closesEpochNanos())
        .isEqualTo(closed.closesEpochNanos());
    assertThat(windows.book.close("w-unknown")).isEmpty();
  }

  @Test
  void goesOnAfterARestartWithTheTimeThatIsLeft() {
    IncidentWindow window = windows.open(SHOP, 1, MINUTE, 1_000);
    windows.traffic(20, 10, 5);
    windows.clock.advance(Duration.ofSeconds(10));
    windows.book.save();
    windows.restart();
    assertThat(windows.find(window).counts().keptTraces()).isEqualTo(200);
    assertThat(windows.decide(5)).isTrue();
    windows.clock.advance(Duration.ofSeconds(30));
    assertThat(windows.decide(5)).isFalse();
    assertThat(windows.find(window).state()).isEqualTo(WindowState.CLOSING);
  }

  @Test
  void keepsItsBudgetOverARestart() {
    IncidentWindow window = windows.open(SHOP, 1, MINUTE, 100);
    windows.traffic(30, 100, 5);
    windows.restart();
    windows.traffic(40, 100, 5);
    assertThat(windows.find(window).counts().keptSpans()).isBetween(5_400L, 6_000L);
  }

  @Test
  void settlesWhatWasPendingWhenTheProcessDied() {
    IncidentWindow window = windows.open(SHOP, 1, MINUTE, PLENTY);
    windows.clock.advance(Duration.ofMinutes(10));
    windows.restart();
    assertThat(windows.find(window).state()).isEqualTo(WindowState.CLOSING);
    Facts pending = new Facts(1, "shop", 1, window.closesEpochNanos() - 1);
    assertThat(windows.decide(pending)).isTrue();
    windows.clock.advance(Duration.ofSeconds(32));
    windows.book.tick();
    assertThat(windows.find(window).state()).isEqualTo(WindowState.CLOSED);
    windows.restart();
    assertThat(windows.find(window).state()).isEqualTo(WindowState.CLOSED);
  }

  @Test
  void opensNoMoreThanSixteenAtOnce() {
    for (int i = 0; i < 16; i++) {
      windows.open(SHOP, 1, MINUTE, PLENTY);
    }
    WindowRequest one = Windows.request(SHOP, 1, MINUTE, Duration.ZERO, PLENTY);
    assertThat(windows.book.open(one)).isEqualTo(new OpenAnswer.TooMany(16));
    windows.clock.advance(Duration.ofSeconds(92));
    assertThat(windows.book.open(one)).isInstanceOf(OpenAnswer.Opened.class);
    assertThat(windows.book.list()).hasSize(17).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0} {1} {2} {3} {4}")
  @CsvSource(
      delimiter = ';',
      value = {
        "{ nonsense };1;60;0;10;scope;-1",
        "{ };0;60;0;10;rate;1",
        "{ };1.5;60;0;10;rate;1",
        "{ };NaN;60;0;10;rate;1",
        "{ };1;0;0;10;ttl;-1",
        "{ };1;86401;0;10;ttl;86400",
        "{ };1;60;1801;10;reachBack;1800",
        "{ };1;60;-1;10;reachBack;-1",
        "{ };1;60;0;0;budget;1000000",
        "{ };1;60;0;1e7;budget;1000000"
      })
  void namesTheFieldThatIsWrongAndItsLimit(
      String scope, double rate, long ttl, long reach, double budget, String field, long limit) {
    WindowRequest request =
        Windows.request(scope, rate, Duration.ofSeconds(ttl), Duration.ofSeconds(reach), budget);
    OpenAnswer.Refused refused = (OpenAnswer.Refused) windows.book.open(request);
    assertThat(refused.field()).isEqualTo(field);
    assertThat(refused.limit())
        .isEqualTo(limit < 0 ? OptionalLong.empty() : OptionalLong.of(limit));
    assertThat(windows.book.list()).isEmpty();
  }

  @Test
  void opensNothingThatCannotBeSaved() {
    windows.diskFull = true;
    WindowRequest request = Windows.request(SHOP, 1, MINUTE, Duration.ZERO, PLENTY);
    assertThatThrownBy(() -> windows.book.open(request)).hasMessageContaining("no space left");
    assertThat(windows.book.list()).isEmpty();
  }

  @Test
  void tellsTheHeadOfOpenOnesOnlyAndOfTheRateWhateverTheirBudgetsLeave() {
    windows.open(SHOP, 1, MINUTE, 500);
    windows.traffic(10, 100, 20);
    assertThat(windows.book.forHead().getFirst().rate()).isEqualTo(1);
    windows.clock.advance(Duration.ofSeconds(51));
    assertThat(windows.book.forHead()).isEmpty();
  }

  @Test
  void savesAStateAtOnceAndCountsAfterSomeSeconds() {
    windows.open(SHOP, 1, MINUTE, PLENTY);
    windows.book.tick();
    assertThat(windows.saved).hasSize(1);
    windows.decide(1);
    windows.book.tick();
    assertThat(windows.saved).hasSize(1);
    windows.clock.advance(Duration.ofSeconds(5));
    windows.book.tick();
    windows.clock.advance(Duration.ofSeconds(5));
    windows.book.tick();
    assertThat(windows.saved).hasSize(2);
    windows.clock.advance(Duration.ofSeconds(50));
    windows.book.tick();
    assertThat(windows.saved).hasSize(3);
  }

  @Test
  void tellsWhoeverHasToKnowTheConditions() {
    AtomicInteger told = new AtomicInteger();
    windows.book.onChange(told::incrementAndGet);
    IncidentWindow window = windows.open(SHOP, 1, MINUTE, PLENTY);
    assertThat(told).hasValue(1);
    windows.book.close(window.id());
    assertThat(told).hasValue(2);
    windows.clock.advance(Duration.ofMinutes(2));
    assertThat(windows.book.list().getFirst().state()).isEqualTo(WindowState.CLOSED);
    windows.book.tick();
    assertThat(told).hasValue(3);
  }

  @Test
  void forgetsEndedOnesAfterThirtyDays() {
    windows.open(SHOP, 1, MINUTE, PLENTY);
    windows.clock.advance(Duration.ofDays(29));
    windows.book.tick();
    assertThat(windows.book.list()).hasSize(1);
    windows.clock.advance(Duration.ofDays(2));
    windows.book.tick();
    assertThat(windows.book.list()).isEmpty();
    assertThat(windows.saved.getLast()).isEmpty();
  }

  @Test
  void countsByServiceOfTheRootUpToABound() {
    IncidentWindow window = windows.open("{ }", 1, MINUTE, PLENTY);
    windows.clock.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 150; i++) {
      windows.decide(new Facts(Facts.ALWAYS_KEPT, "s" + i, 2, windows.now()));
    }
    windows.decide(new Facts(Facts.ALWAYS_KEPT, "s7", 2, windows.now()));
    WindowCounts counts = windows.find(window).counts();
    assertThat(counts.byService()).hasSize(WindowCounts.SERVICES_MAX + 1);
    assertThat(counts.byService().getFirst()).isEqualTo(new ServiceCount("", 50, 50, 100));
    assertThat(counts.byService()).contains(new ServiceCount("s7", 2, 2, 4));
  }

  @Test
  void remembersWhereTheJournalEndedWhenItOpened() {
    IncidentWindow window =
        windows.open(Windows.request(SHOP, 1, MINUTE, Duration.ofMinutes(5), PLENTY));
    assertThat(window.reachBack().state()).isEqualTo(ReachBackProgress.State.WAITING);
    assertThat(window.reachBack().toJournalPosition()).isEqualTo(4_711);
    assertThat(window.reachBack().fromEpochNanos())
        .isEqualTo(window.opensEpochNanos() - 300 * SECOND);
  }

  @Test
  void cancelsTheReachBackOfAWindowThatIsClosed() {
    IncidentWindow window =
        windows.open(Windows.request(SHOP, 1, MINUTE, Duration.ofMinutes(5), PLENTY));
    windows.book.reachBack(window.id(), ReachBackProgress::started);
    windows.book.close(window.id());
    IncidentWindow counted =
        windows
            .book
            .reachBack(window.id(), progress -> progress.counted(2, 1, 9, 0, false))
            .orElseThrow();
    assertThat(counted.reachBack().state()).isEqualTo(ReachBackProgress.State.CANCELLED);
    assertThat(counted.reachBack().keptSpans()).isEqualTo(9);
  }
}
