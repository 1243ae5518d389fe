package dev.hopwise.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.analyze.HopAnswer.Estimate;
import dev.hopwise.analyze.PropagationAnalysis.Break;
import dev.hopwise.analyze.PropagationAnalysis.Kind;
import dev.hopwise.analyze.RetryAnalysis.Storm;
import dev.hopwise.analyze.TraceLinks.Call;
import dev.hopwise.analyze.TraceLinks.Entry;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// A population whose answers are known is sampled again and again, 5 % of it and all that is
/// remarkable, as a policy does. The weighted answers have to agree with the full ones within their
/// own intervals.
class SampledAnswersTest {

  private static final int DRAWS = 20;

  /// Of 20 intervals of 95 %, fewer than 16 hold the truth once in four hundred times.
  private static final int COVERED_MIN = 16;

  private static final long SLOW_NANOS = 65_000_000;

  private static final double BASELINE = 0.05;

  @Test
  void hopsAgreeWithTheFullAnswer() {
    List<TraceComponents> before = shop(1).traces(4_000);
    List<TraceComponents> after = shop(2).delaying("database", 20).traces(4_000);
    HopAnswer full = HopAnalysis.compare(before, after, 0.95);
    HopAnswer.Hop first = full.hops().getFirst();
    int baseline = 0;
    int window = 0;
    int change = 0;
    int contribution = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      Random random = new Random(draw);
      HopAnswer sampled =
          HopAnalysis.compare(drawn(before, random, true), drawn(after, random, true), 0.95);
      assertThat(sampled.hops().getFirst().culprit()).isEqualTo(first.culprit());
      baseline += holds(sampled.baseline().quantile(), full.baseline().quantile()) ? 1 : 0;
      window += holds(sampled.window().quantile(), full.window().quantile()) ? 1 : 0;
      change += holds(sampled.change(), full.change()) ? 1 : 0;
      contribution += holds(sampled.hops().getFirst().contribution(), first.contribution()) ? 1 : 0;
    }
    assertThat(List.of(baseline, window, change, contribution))
        .as("answers within their intervals: baseline, window, change, contribution")
        .allMatch(covered -> covered >= COVERED_MIN);
  }

  @Test
  void withoutWeightsAQuantileIsFarOff() {
    List<TraceComponents> after = shop(2).traces(4_000);
    long truth = median(after);
    assertThat((double) median(drawn(after, new Random(1), true)) / truth).isBetween(0.9, 1.1);
    assertThat((double) median(drawn(after, new Random(1), false)) / truth).isGreaterThan(1.15);
  }

  private static long median(List<TraceComponents> traces) {
    return HopAnalysis.compare(List.of(), traces, 0.5).window().quantile().valueNanos();
  }

  private static SmallShop shop(long seed) {
    return new SmallShop(seed).withHealthShare(0.3);
  }

  private static boolean holds(Estimate interval, Estimate truth) {
    return interval.lowNanos() <= truth.valueNanos() && truth.valueNanos() <= interval.highNanos();
  }

  /// Slow ones all, the others by the baseline.
  private static List<TraceComponents> drawn(
      List<TraceComponents> all, Random random, boolean weighted) {
    List<TraceComponents> drawn = new ArrayList<>();
    for (TraceComponents trace : all) {
      double probability = trace.durationNanos() > SLOW_NANOS ? 1 : BASELINE;
      if (random.nextDouble() < probability) {
        drawn.add(
            new TraceComponents(
                trace.traceId(),
                trace.endpoint(),
                trace.structure(),
                trace.durationNanos(),
                weighted ? 1 / probability : 1,
                trace.parts()));
      }
    }
    return drawn;
  }

  @Test
  void retriesAgreeWithTheFullAnswer() {
    List<TraceRetries> all = retrying();
    Storm full = RetryAnalysis.storms(all).getFirst();
    int covered = 0;
    double calls = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      List<TraceRetries> drawn = new ArrayList<>();
      Random random = new Random(draw);
      for (TraceRetries trace : all) {
        boolean failed = trace.edges().getFirst().attempts() > 4;
        double probability = failed ? 1 : BASELINE;
        if (random.nextDouble() < probability) {
          drawn.add(
              new TraceRetries(
                  trace.traceId(), trace.service(), trace.name(), 1 / probability, trace.edges()));
        }
      }
      Storm sampled = RetryAnalysis.storms(drawn).getFirst();
      calls += sampled.calls() / DRAWS;
      covered +=
          sampled.low() <= full.amplification() && full.amplification() <= sampled.high() ? 1 : 0;
    }
    assertThat(covered).isGreaterThanOrEqualTo(COVERED_MIN);
    assertThat(calls / full.calls()).isBetween(0.97, 1.03);
  }

  /// A fifth of the requests try their three calls once or twice more; a few of them fail.
  private static List<TraceRetries> retrying() {
    Random random = new Random(3);
    TraceRetries.Edge edge = new TraceRetries.Edge("payments", "bank", "charge");
    List<TraceRetries> traces = new ArrayList<>();
    for (int i = 1; i <= 20_000; i++) {
      int more = random.nextInt(5) == 0 ? 1 + random.nextInt(4) : 0;
      traces.add(
          new TraceRetries(
              new TraceId(2, i),
              "gateway",
              "POST /checkout",
              1,
              List.of(new TraceRetries.EdgeCount(edge, 3, 3, 3 + more))));
    }
    return traces;
  }

  @Test
  void brokenPropagationAgreesWithTheFullAnswer() {
    List<TraceLinks> all = broken(60_000);
    List<Break> full = PropagationAnalysis.breaks(all);
    assertThat(full)
        .extracting(Break::kind)
        .containsExactlyInAnyOrder(Kind.CALLEE_IGNORES, Kind.CALLEE_IGNORES, Kind.SPANS_LOST);
    int covered = 0;
    int told = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      List<Break> sampled = PropagationAnalysis.breaks(drawn(all, new Random(draw), _ -> false));
      for (Break one : full) {
        for (Break other : sampled) {
          if (other.caller().equals(one.caller())
              && other.callee().equals(one.callee())
              && other.kind() == one.kind()) {
            told++;
            covered += other.low() <= one.rate() && one.rate() <= other.high() ? 1 : 0;
            assertThat((double) other.calls() / one.calls()).isBetween(0.9, 1.1);
          }
        }
      }
    }
    assertThat(told).isGreaterThanOrEqualTo(DRAWS * full.size() * 9 / 10);
    assertThat((double) covered / told).isGreaterThanOrEqualTo((double) COVERED_MIN / DRAWS);
  }

  /// Every call is kept, hardly any of the traces that callees began: calls are lost, but to what?
  @Test
  void saysThatItIsOpenWhoLostTheContextWhenTheOtherHalfIsNotKept() {
    List<TraceLinks> all = broken(3_000);
    List<TraceLinks> drawn = drawn(all, new Random(1), links -> !links.calls().isEmpty());
    assertThat(PropagationAnalysis.breaks(drawn))
        .filteredOn(one -> one.callee().equals("c"))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.low()).isLessThan(0.1))
        .allSatisfy(one -> assertThat(one.high()).isGreaterThan(0.1))
        .filteredOn(one -> one.kind() == Kind.SPANS_LOST)
        .allSatisfy(one -> assertThat(one.decided()).isFalse());
  }

  private static List<TraceLinks> drawn(
      List<TraceLinks> all, Random random, Predicate<TraceLinks> always) {
    List<TraceLinks> drawn = new ArrayList<>();
    for (TraceLinks links : all) {
      double probability = always.test(links) ? 1 : BASELINE;
      if (random.nextDouble() < probability) {
        drawn.add(new TraceLinks(links.traceId(), 1 / probability, links.calls(), links.entries()));
      }
    }
    return drawn;
  }

  /// a and d call c, which begins a trace of its own for a tenth of the calls; of a's calls of b a
  /// twentieth loses the SERVER span.
  private static List<TraceLinks> broken(int requests) {
    Random random = new Random(4);
    List<TraceLinks> all = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      long start = 1_700_000_000_000_000_000L + i * 200_000_000L;
      boolean lost = random.nextInt(20) == 0;
      Call b = call("a", "b", lost, start);
      add(all, List.of(b, call("a", "c", ignored(all, start, random), start)));
      long later = start + 100_000_000L;
      add(all, List.of(call("d", "c", ignored(all, later, random), later)));
    }
    return all;
  }

  private static boolean ignored(List<TraceLinks> all, long start, Random random) {
    if (random.nextInt(10) > 0) {
      return false;
    }
    Entry root = new Entry("c", "serve c", false, start + 2_000_000, start + 17_000_000);
    all.add(new TraceLinks(new TraceId(3, all.size()), 1, List.of(), List.of(root)));
    return true;
  }

  private static Call call(String caller, String callee, boolean lost, long start) {
    return new Call(
        caller,
        "call " + callee,
        "http",
        lost ? "" : callee,
        lost ? "" : "serve " + callee,
        start,
        start + 20_000_000);
  }

  private static void add(List<TraceLinks> all, List<Call> calls) {
    all.add(new TraceLinks(new TraceId(3, all.size()), 1, calls, List.of()));
  }
}
