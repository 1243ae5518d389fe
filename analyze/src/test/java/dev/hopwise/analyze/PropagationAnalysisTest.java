package dev.hopwise.analyze;

import static dev.hopwise.model.SpanKind.CLIENT;
import static dev.hopwise.model.SpanKind.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.analyze.PropagationAnalysis.Break;
import dev.hopwise.analyze.PropagationAnalysis.Kind;
import dev.hopwise.model.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// a calls b and c, d calls c; calls of one name each.
class PropagationAnalysisTest {

  private static final int REQUESTS = 1_000;

  /// What happens to a call's context.
  private enum Fate {
    KEPT,
    NEW_ROOT,
    ORPHANED,
    SERVER_LOST,
    CLIENT_LOST
  }

  private interface Fates {
    Fate of(String caller, String callee, Random random);
  }

  @Test
  void reportsNothingWhenAllIsWell() {
    assertThat(breaks((_, _, _) -> Fate.KEPT)).isEmpty();
  }

  @Test
  void namesACalleeThatIgnoresTheContextOfAllItsCallers() {
    assertThat(breaks((_, callee, random) -> tenth(callee.equals("c"), Fate.NEW_ROOT, random)))
        .hasSize(2)
        .allSatisfy(one -> assertThat(one.callee()).isEqualTo("c"))
        .allSatisfy(one -> assertThat(one.kind()).isEqualTo(Kind.CALLEE_IGNORES))
        .allSatisfy(one -> assertThat(one.rate()).isBetween(0.08, 0.12))
        .allSatisfy(one -> assertThat(one.low()).isLessThan(0.1))
        .allSatisfy(one -> assertThat(one.high()).isGreaterThan(0.1))
        .allSatisfy(one -> assertThat(one.calls()).isEqualTo(REQUESTS))
        .allSatisfy(one -> assertThat(one.evidence()).hasSize(3));
  }

  @Test
  void namesACallerThatOmitsItOnOneOfTheCalleesEdges() {
    assertThat(
            breaks((caller, callee, random) ->
                tenth(caller.equals("a") && callee.equals("c"), Fate.NEW_ROOT, random)))
        .singleElement()
        .satisfies(one -> assertThat(one.caller() + one.callee()).isEqualTo("ac"))
        .satisfies(one -> assertThat(one.kind()).isEqualTo(Kind.CALLER_OMITS))
        .satisfies(one -> assertThat(one.decided()).isTrue());
  }

  @Test
  void doesNotGuessWhereTheCalleeHasOneCaller() {
    assertThat(breaks((_, callee, random) -> tenth(callee.equals("b"), Fate.NEW_ROOT, random)))
        .singleElement()
        .satisfies(one -> assertThat(one.caller() + one.callee()).isEqualTo("ab"))
        .satisfies(one -> assertThat(one.kind()).isEqualTo(Kind.CALLER_OMITS))
        .satisfies(one -> assertThat(one.decided()).isFalse());
  }

  @Test
  void tellsARewrittenParentFromLostSpansOfEitherSide() {
    assertThat(breaks((_, callee, random) -> tenth(callee.equals("b"), Fate.ORPHANED, random)))
        .extracting(Break::kind)
        .containsExactly(Kind.PARENT_REWRITTEN);
    assertThat(breaks((_, callee, random) -> tenth(callee.equals("b"), Fate.SERVER_LOST, random)))
        .extracting(Break::kind)
        .containsExactly(Kind.SPANS_LOST);
    assertThat(breaks((_, callee, random) -> tenth(callee.equals("b"), Fate.CLIENT_LOST, random)))
        .extracting(Break::kind)
        .containsExactly(Kind.SPANS_LOST);
  }

  @Test
  void leavesRootsAloneThatNoCallExplains() {
    List<TraceLinks> traces = made((_, _, _) -> Fate.KEPT);
    for (int i = 0; i < 100; i++) {
      MadeTrace cron = new MadeTrace(1_000_000 + i);
      cron.add(0, "b", "serve b", SERVER, i * 100, i * 100 + 20, Attributes.EMPTY);
      traces.add(TraceLinks.of(cron.tree(), 1));
    }
    assertThat(PropagationAnalysis.breaks(traces)).isEmpty();
  }

  private static Fate tenth(boolean edge, Fate fate, Random random) {
    return edge && random.nextInt(10) == 0 ? fate : Fate.KEPT;
  }

  private static List<Break> breaks(Fates fates) {
    return PropagationAnalysis.breaks(made(fates));
  }

  private static List<TraceLinks> made(Fates fates) {
    Random random = new Random(5);
    List<TraceLinks> links = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      double start = i * 100;
      MadeTrace first = new MadeTrace(4L * i + 1);
      long a = first.add(0, "a", "GET /a", SERVER, start, start + 80, Attributes.EMPTY);
      call(first, a, "a", "b", start + 1, fates.of("a", "b", random), 4L * i + 2, links);
      call(first, a, "a", "c", start + 30, fates.of("a", "c", random), 4L * i + 3, links);
      links.add(TraceLinks.of(first.tree(), 1));
      MadeTrace second = new MadeTrace(4L * REQUESTS + 2L * i);
      long d = second.add(0, "d", "GET /d", SERVER, start, start + 80, Attributes.EMPTY);
      call(
          second,
          d,
          "d",
          "c",
          start + 60,
          fates.of("d", "c", random),
          4L * REQUESTS + 2L * i + 1,
          links);
      links.add(TraceLinks.of(second.tree(), 1));
    }
    return links;
  }

  private static void call(
      MadeTrace trace,
      long parent,
      String caller,
      String callee,
      double start,
      Fate fate,
      long newTrace,
      List<TraceLinks> links) {
    long client = 4_000;
    if (fate != Fate.CLIENT_LOST) {
      client =
          trace.add(parent, caller, "call " + callee, CLIENT, start, start + 20, Attributes.EMPTY);
    }
    double from = start + 2;
    switch (fate) {
      case KEPT, CLIENT_LOST ->
          trace.add(client, callee, "serve " + callee, SERVER, from, from + 15, Attributes.EMPTY);
      case ORPHANED ->
          trace.add(5_000, callee, "serve " + callee, SERVER, from, from + 15, Attributes.EMPTY);
      case NEW_ROOT -> {
        MadeTrace lost = new MadeTrace(newTrace);
        lost.add(0, callee, "serve " + callee, SERVER, from, from + 15, Attributes.EMPTY);
        links.add(TraceLinks.of(lost.tree(), 1));
      }
      case SERVER_LOST -> {}
    }
  }
}
