package dev.hopwise.sample.reachback;

import static dev.hopwise.sample.reachback.Traffic.SECOND;
import static dev.hopwise.sample.reachback.Traffic.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hopwise.model.Kept;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.sample.window.IncidentWindow;
import dev.hopwise.sample.window.Opener;
import dev.hopwise.sample.window.ReachBackProgress;
import dev.hopwise.sample.window.WindowCounts;
import dev.hopwise.sample.window.WindowScope;
import dev.hopwise.sample.window.WindowState;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachBackTest {

  private static final int MINUTES = 5;
  private static final long OPENED = START + (MINUTES * 60 + 40) * SECOND;
  private static final long FROM = OPENED - MINUTES * 60 * SECOND;
  private static final String BY_SPAN = "{ resource.service.name = \"shop\" && status = error }";
  private static final String WHOLE_TRACE =
      "{ resource.service.name = \"gateway\" } >> { resource.service.name = \"bank\" }";
  private static final double PLENTY = 1_000_000;

  private final Past past = new Past();
  private final Pipeline pipeline = new Pipeline(past, OPENED + SECOND);
  private final Traffic traffic = new Traffic(3).of(MINUTES * 60 + 60, 4);
  private long bytesMax = 64L << 20;
  private boolean goesOn = true;

  /// Everything was dropped by a baseline of 0 two seconds after its last span, and the window
  /// opens; what had not come to rest by then is pending.
  private void happened(double baseline) {
    traffic.appendTo(past, OPENED);
    traffic.lastArrival.forEach((id, last) -> {
      if (last + 2 * SECOND < OPENED) {
        pipeline.dropped(id, baseline, last + 2 * SECOND);
      } else if (last < OPENED + 60 * SECOND) {
        pipeline.fates.put(id, new Fate.Pending());
      }
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {BY_SPAN, WHOLE_TRACE, "{ }", "{ } | count() > 6"})
  void keepsWholeWhatMatchedInTheMinutesBefore(String scope) throws IOException {
    happened(0);
    ReachBackCounts counts = run(window(scope, 1, PLENTY));
    assertThat(droppedWithin(scope)).hasSizeGreaterThan(20);
    assertWhole(counts, scope);
    assertThat(pipeline.marks.values()).containsOnly(new Kept(1, "window", "reach-back", "w1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {BY_SPAN, WHOLE_TRACE, "{ }", "{ } | count() > 6"})
  void doesTheSameInLittleMemory(String scope) throws IOException {
    happened(0);
    bytesMax = 128 << 10;
    ReachBackCounts counts = run(window(scope, 1, PLENTY));
    assertWhole(counts, scope);
    assertThat(counts.bytesPeak()).isPositive().isLessThanOrEqualTo(bytesMax);
  }

  @Test
  void neverTakesMoreThanItsMemoryHoweverMuchThereIs() throws IOException {
    happened(0);
    for (long limit : new long[] {ReachBackLimits.BYTES_MIN, 300_000}) {
      bytesMax = limit;
      for (String scope : List.of("{ }", "{ } | count() > 0")) {
        assertThat(run(window(scope, 1, 0.001)).bytesPeak()).isLessThanOrEqualTo(limit);
      }
    }
  }

  @Test
  void leavesWhatIsPendingOrDecidedSinceToTheWindow() throws IOException {
    happened(0);
    TraceId since = droppedWithin("{ }").getFirst();
    pipeline.dropped(since, 0, OPENED);
    run(window("{ }", 1, PLENTY));
    assertThat(pipeline.stored).doesNotContainKey(since);
    pipeline.fates.forEach((id, fate) -> {
      if (fate instanceof Fate.Pending) {
        assertThat(pipeline.stored).doesNotContainKey(id);
      }
    });
  }

  @Test
  void leavesWhatWasKeptAsItIs() throws IOException {
    happened(0);
    TraceId kept = droppedWithin("{ }").getFirst();
    pipeline.fates.put(
        kept, new Fate.Decided(Pipeline.decision(kept, true, "quiet", 0.5, null, OPENED - 1)));
    ReachBackCounts counts = run(window("{ }", 1, PLENTY));
    assertThat(pipeline.stored).doesNotContainKey(kept);
    assertThat(counts.matchedTraces()).isEqualTo(pipeline.stored.size()).isPositive();
  }

  @Test
  void asksTheStoreAboutTracesThatNobodyRemembers() throws IOException {
    happened(0);
    TraceId stored = droppedWithin("{ }").get(0);
    TraceId lost = droppedWithin("{ }").get(1);
    pipeline.fates.remove(stored);
    pipeline.fates.remove(lost);
    traffic.traces.get(stored).forEach(pipeline::store);
    run(window("{ }", 1, PLENTY));
    assertThat(pipeline.marks).doesNotContainKey(stored);
    assertThat(pipeline.stored.get(lost)).hasSameSizeAs(traffic.traces.get(lost));
  }

  @Test
  void keepsTheWindowsRateAsAConsistentSample() throws IOException {
    happened(0);
    run(window("{ }", 0.25, PLENTY));
    List<TraceId> expected =
        droppedAround("{ }").stream().filter(id -> (id.low() & RANDOMNESS) >= 3L << 54).toList();
    assertThat(pipeline.stored.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(pipeline.marks.values()).containsOnly(new Kept(0.25, "window", "reach-back", "w1"));
  }

  private static final long RANDOMNESS = (1L << 56) - 1;

  @ParameterizedTest
  @ValueSource(strings = {"{ }", WHOLE_TRACE})
  void keepsNoMoreThanTheBudgetForTheMinutesThatItReachesBack(String scope) throws IOException {
    happened(0);
    for (long limit : new long[] {128 << 10, 64L << 20}) {
      bytesMax = limit;
      pipeline.stored.clear();
      happenedAgain();
      ReachBackCounts counts = run(window(scope, 1, 2));
      double budget = 2 * MINUTES * 60;
      assertThat((double) counts.keptSpans()).isBetween(budget * 0.9, budget);
      assertThat(counts.keptTraces() + counts.overBudgetTraces()).isEqualTo(counts.matchedTraces());
    }
  }

  private void happenedAgain() {
    traffic.lastArrival.forEach((id, last) -> {
      if (last + 2 * SECOND < OPENED) {
        pipeline.dropped(id, 0, last + 2 * SECOND);
      }
    });
  }

  @Test
  void countsForNothingInEstimatesThatWereWholeWithoutIt() throws IOException {
    happened(0.05);
    run(window("{ }", 1, PLENTY));
    assertThat(pipeline.marks.values()).isNotEmpty().allMatch(kept -> kept.weight() == 0);
  }

  @Test
  void storesLateSpansThatCameWhileItReadButNoneTwice() throws IOException {
    happened(0);
    pipeline.meanwhile =
        () -> {
          if (past.end() < 1_000) {
            traffic.appendTo(past, OPENED, OPENED + 20 * SECOND);
          }
        };
    TraceId late = droppedWithin("{ }").getFirst();
    Span span = traffic.traces.get(late).getFirst();
    past.append(OPENED + SECOND, List.of(span));
    run(window("{ }", 1, PLENTY));
    assertThat(pipeline.stored.get(late)).hasSize(traffic.traces.get(late).size() + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 300})
  void storesNothingTwiceWhenItIsDoneAgainAfterACrash(int batch) throws IOException {
    happened(0);
    bytesMax = 256 << 10;
    IncidentWindow window = window("{ }", 1, PLENTY);
    pipeline.dies = n -> n == batch;
    assertThatThrownBy(() -> run(window)).hasMessage("killed");
    pipeline.dies = _ -> false;
    ReachBackCounts counts = run(window);
    List<TraceId> expected = droppedAround("{ }");
    assertThat(counts.keptTraces()).isEqualTo(expected.size());
    assertThat(pipeline.stored.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    expected.forEach(
        id -> assertThat(pipeline.stored.get(id)).hasSameSizeAs(traffic.traces.get(id)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{ }", WHOLE_TRACE})
  void keepsItsBudgetWhenItIsDoneAgain(String scope) throws IOException {
    happened(0);
    IncidentWindow window = window(scope, 1, 2);
    pipeline.dies = n -> n == 100;
    assertThatThrownBy(() -> run(window)).hasMessage("killed");
    pipeline.dies = _ -> false;
    run(window);
    long spans = pipeline.stored.values().stream().mapToLong(List::size).sum();
    assertThat((double) spans).isCloseTo(600, within(20.0));
  }

  @Test
  void saysWhenTheJournalDidNotReachBackFarEnough() throws IOException {
    happened(0);
    past.removeBefore(past.positionAt(OPENED - 60 * SECOND));
    ReachBackCounts counts = run(window("{ }", 1, PLENTY));
    assertThat(counts.incomplete()).isTrue();
    assertThat(counts.keptTraces()).isPositive();
  }

  @Test
  void stopsWhereNobodyWantsItAnyMore() throws IOException {
    happened(0);
    goesOn = false;
    assertThatThrownBy(() -> run(window("{ }", 1, PLENTY)))
        .isInstanceOf(ReachBackCancelledException.class);
    assertThat(pipeline.stored).isEmpty();
  }

  @Test
  void finishesTheTracesThatItHasBegunToKeep() throws IOException {
    happened(0);
    AtomicInteger asked = new AtomicInteger();
    ReachBackListener listener =
        new ReachBackListener() {
          @Override
          public boolean goesOn(ReachBackCounts counts) {
            return counts.keptSpans() == 0 || asked.incrementAndGet() < 0;
          }

          @Override
          public boolean stopsNow() {
            return false;
          }
        };
    new ReachBack(window("{ }", 1, PLENTY), past, pipeline, limits(), listener).run();
    assertThat(pipeline.stored).hasSameSizeAs(droppedAround("{ }"));
    pipeline.stored.forEach((id, spans) -> assertThat(spans).hasSameSizeAs(traffic.traces.get(id)));
  }

  /// Decided before the opening, and all of it in the five minutes before.
  private List<TraceId> droppedWithin(String scope) {
    return traffic.matching(scope).stream()
        .filter(id -> traffic.lastArrival.get(id) + 2 * SECOND < OPENED)
        .filter(id -> traffic.firstArrival.get(id) >= FROM)
        .toList();
  }

  /// The same, and those that had begun before the five minutes.
  private List<TraceId> droppedAround(String scope) {
    return traffic.matching(scope).stream()
        .filter(id -> traffic.lastArrival.get(id) + 2 * SECOND < OPENED)
        .filter(id -> traffic.lastArrival.get(id) >= FROM)
        .toList();
  }

  private void assertWhole(ReachBackCounts counts, String scope) {
    assertThat(pipeline.stored.keySet()).containsAll(droppedWithin(scope));
    assertThat(droppedAround(scope)).containsAll(pipeline.stored.keySet());
    pipeline.stored.forEach((id, spans) ->
        assertThat(new HashSet<>(spans))
            .hasSameSizeAs(spans)
            .isEqualTo(new HashSet<>(traffic.traces.get(id))));
    assertThat(counts.matchedTraces()).isEqualTo(pipeline.stored.size());
    assertThat(counts.keptTraces()).isEqualTo(pipeline.stored.size());
    assertThat(counts.keptSpans()).isEqualTo(spansOf(List.copyOf(pipeline.stored.keySet())));
    assertThat(counts.overBudgetTraces()).isZero();
    assertThat(counts.incomplete()).isFalse();
  }

  private long spansOf(List<TraceId> ids) {
    return ids.stream().mapToLong(id -> traffic.traces.get(id).size()).sum();
  }

  private ReachBackLimits limits() {
    return new ReachBackLimits(bytesMax, Duration.ofSeconds(35));
  }

  private ReachBackCounts run(IncidentWindow window) throws IOException {
    ReachBackListener listener =
        new ReachBackListener() {
          @Override
          public boolean goesOn(ReachBackCounts counts) {
            return goesOn;
          }

          @Override
          public boolean stopsNow() {
            return false;
          }
        };
    return new ReachBack(window, past, pipeline, limits(), listener).run();
  }

  private IncidentWindow window(String scope, double rate, double budget) {
    return new IncidentWindow(
        "w1",
        WindowScope.ofTraceQl(scope),
        rate,
        rate,
        MINUTES * 60 * SECOND,
        budget,
        "",
        Opener.API,
        WindowState.OPEN,
        OPENED,
        OPENED + 600 * SECOND,
        WindowCounts.ZERO,
        new ReachBackProgress(
            ReachBackProgress.State.RUNNING,
            FROM,
            past.positionAt(OPENED),
            0,
            0,
            0,
            0,
            false,
            false,
            ""));
  }
}
