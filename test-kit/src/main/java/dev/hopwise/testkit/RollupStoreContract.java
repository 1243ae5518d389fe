package dev.hopwise.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.store.rollup.Resolution;
import dev.hopwise.store.rollup.RollupRetention;
import dev.hopwise.store.rollup.RollupStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every rollup store promises.
@NullUnmarked // JUnit sets it up
public abstract class RollupStoreContract {

  /// A full hour.
  protected static final long START = 1_795_348_800L;

  private static final RollupRetention RETENTION =
      new RollupRetention(Duration.ofHours(2), Duration.ofDays(90), 1L << 40);

  protected final TestClock clock = new TestClock(Instant.ofEpochSecond(START));

  /// The store under test.
  protected RollupStore store;

  /// What it was given.
  protected final List<RollupCut> appended = new ArrayList<>();

  /// Opens the store: empty the first time in a test, then with what {@link #isDurable} promises.
  protected abstract RollupStore open(RollupRetention retention, TestClock time) throws Exception;

  /// Whether a store that was closed has its cuts again when it is opened.
  protected abstract boolean isDurable();

  /// How much older than its retention a block may become.
  protected abstract Duration retentionSlack(Resolution resolution);

  /// Called after some appends: a store may be opened anew here, which must not change any answer.
  protected void settle() throws Exception {}

  @BeforeEach
  final void openStore() throws Exception {
    store = open(RETENTION, clock);
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  protected final void reopen() throws Exception {
    store.close();
    store = open(RETENTION, clock);
  }

  protected final void append(RollupCut cut) {
    store.append(cut);
    appended.add(cut);
  }

  /// Every resolution holds the sum of the cuts, in whatever range is asked.
  protected final void assertAgrees() {
    for (Resolution resolution : Resolution.ALL) {
      assertAgrees(resolution, Long.MIN_VALUE, Long.MAX_VALUE);
    }
  }

  private void assertAgrees(Resolution resolution, long from, long to) {
    RollupTally expected = RollupTally.of(appended, resolution, from, to);
    assertThat(RollupTally.of(store, resolution, from, to).differenceTo(expected))
        .as("%s from %d to %d", resolution, from, to)
        .isEmpty();
  }

  @Test
  void anEmptyStoreHasNothing() {
    assertAgrees();
    assertThat(store.oldestEpochSeconds(Resolution.MINUTE)).isEmpty();
    assertThat(store.status().oldestEpochSeconds()).isZero();
  }

  @Test
  void everyResolutionIsTheSumOfTheCuts() throws Exception {
    RandomCuts cuts = new RandomCuts(1);
    for (int i = 0; i < 800; i++) {
      append(cuts.cut(START + 30 + i * 10L));
      if (i % 7 == 0) {
        settle();
      }
    }
    assertAgrees();
    assertThat(store.oldestEpochSeconds(Resolution.TEN_SECONDS)).hasValue(START + 30);
    assertThat(store.oldestEpochSeconds(Resolution.HOUR)).hasValue(START);
    assertThat(store.status().oldestEpochSeconds()).isEqualTo(START);
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 50; i++) {
      long from = START + random.nextLong(9_000) - 500;
      assertAgrees(Resolution.ALL.get(i % 3), from, from + random.nextLong(5_000));
    }
  }

  @Test
  void whatIsNotOverIsThereAtOnce() {
    append(new RandomCuts(3).cut(START + 50));
    assertAgrees();
  }

  @Test
  void gapsRepetitionsAndAClockThatGoesBackAddUp() throws Exception {
    RandomCuts cuts = new RandomCuts(4);
    SplittableRandom random = new SplittableRandom(5);
    long start = START;
    for (int i = 0; i < 300; i++) {
      append(cuts.cut(start));
      switch (random.nextInt(12)) {
        case 0 -> start -= 10 * random.nextLong(30);
        case 1 -> start += 10 * random.nextLong(400);
        case 2 -> settle();
        case 3 -> {}
        default -> start += 10;
      }
    }
    assertAgrees();
  }

  @Test
  void aCutWithoutRowsSaysThatNothingHappened() throws Exception {
    append(new RollupCut(START, 10_000, List.of()));
    settle();
    append(new RollupCut(START + 60, 9_999, List.of()));
    assertAgrees();
    assertThat(RollupTally.of(store, Resolution.MINUTE, START, START + 120).stretches())
        .isEqualTo(2);
  }

  @Test
  void keepsWhatIsYoungAndRemovesWhatIsOld() throws Exception {
    RandomCuts cuts = new RandomCuts(6);
    int hours = 8;
    for (int i = 0; i < hours * 360; i += 3) {
      append(cuts.cut(START + i * 10L));
    }
    clock.advance(Duration.ofHours(hours));
    store.keepHouse();
    long now = clock.instant().getEpochSecond();
    long young = now - RETENTION.tenSeconds().toSeconds();
    assertAgrees(Resolution.TEN_SECONDS, young, now);
    assertThat(store.oldestEpochSeconds(Resolution.TEN_SECONDS).orElseThrow())
        .isBetween(young - retentionSlack(Resolution.TEN_SECONDS).toSeconds(), young);
    assertAgrees(Resolution.MINUTE, Long.MIN_VALUE, Long.MAX_VALUE);
    assertAgrees(Resolution.HOUR, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  @Test
  void aStoreThatWasClosedHasItsCutsOrNone() throws Exception {
    RandomCuts cuts = new RandomCuts(7);
    for (int i = 0; i < 20; i++) {
      append(cuts.cut(START + i * 10L));
    }
    reopen();
    if (!isDurable()) {
      appended.clear();
    }
    assertAgrees();
  }
}
