package dev.hopwise.sample.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.ErrorKind;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.PolicyParser;
import dev.hopwise.sample.PolicyResult;
import dev.hopwise.sample.TrafficShare;
import dev.hopwise.sample.buffer.BufferLimits;
import dev.hopwise.sample.buffer.DecidedBefore;
import dev.hopwise.testkit.Batches;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PolicyTrialTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_795_000_000L * SECOND;
  private static final BufferLimits BUFFER =
      new BufferLimits(BufferLimits.BYTES_MIN, 1_000, 1 << 20, 2 * SECOND, 30 * SECOND);
  private static final Policy ALL = policy("{ probability: 1 }");
  private static final Policy NONE = policy("drop");

  private final SplittableRandom random = new SplittableRandom(11);

  @Test
  void tellsWhatDraftAndTodayKeepOfTheSameTraffic() {
    PolicyTrial trial = trial(policy("{ probability: 0.1 }"), ALL, TrafficShare.ALL, START);
    traffic(trial, START, 600, 20);
    TrialResult result = result(trial, 600);
    assertThat(result.spans()).isEqualTo(600 * 20 * 3);
    assertThat(result.today().keptSpans()).isEqualTo(result.spans());
    assertThat(result.today().traces()).isEqualTo(600 * 20);
    assertThat(result.draft().keptSpans() / 3_600.0).isCloseTo(1, within(0.1));
    assertThat(result.draft().keptTraces() / 1_200.0).isCloseTo(1, within(0.1));
    assertThat(result.draft().keptBytes()).isPositive();
    assertThat(result.draft().rules()).hasSize(1);
    assertThat(result.draft().rules().getFirst().matched()).isEqualTo(600 * 20);
    assertThat(result.draft().rules().getFirst().keptSpans()).isEqualTo(result.draft().keptSpans());
  }

  @Test
  void aPartOfTheTracesStandsForAll() {
    PolicyTrial trial =
        trial(policy("{ throughput: 4 }"), ALL, new TrafficShare(0.25), START - 60 * SECOND);
    traffic(trial, START - 60 * SECOND, 660, 40);
    TrialResult result = result(trial, 600);
    assertThat(result.sampledTraces() / 6_000.0).isCloseTo(1, within(0.05));
    assertThat(trial.spansLookedAt()).isLessThan(660 * 40 * 3 / 3);
    assertThat(result.spans()).isEqualTo(600 * 40 * 3);
    assertThat(result.draft().traces()).isCloseTo(600 * 40, within(2L));
    assertThat(result.draft().keptSpans() / (600.0 * 4 * 3)).isCloseTo(1, within(0.1));
  }

  @Test
  void aBudgetHoldsForThePart() {
    Policy draft = parsed("budget: { spans-per-second: 20 }\n" + rule("{ probability: 0.9 }"));
    PolicyTrial trial = trial(draft, ALL, new TrafficShare(0.5), START - 60 * SECOND);
    traffic(trial, START - 60 * SECOND, 660, 40);
    assertThat(result(trial, 600).draft().keptSpans() / (600.0 * 20)).isCloseTo(1, within(0.1));
  }

  @Test
  void whatOnlyWarmsUpDoesNotCount() {
    PolicyTrial trial = trial(ALL, ALL, TrafficShare.ALL, START - 60 * SECOND);
    traffic(trial, START - 60 * SECOND, 60, 20);
    trial.advance(START + 10 * SECOND);
    trial.offer(Batches.of(trace(START, "late", false, 1)), START + 10 * SECOND);
    TrialResult result = result(trial, 600);
    assertThat(result.spans()).isEqualTo(1);
  }

  @Test
  void namesServicesAndErrorsThatWouldBeLost() {
    Policy draft =
        parsed(
            """
            rules:
              - name: front
                when: '{ resource.service.name = "front" }'
                sample: always
              - name: rest
                sample: drop
            """);
    PolicyTrial trial = trial(draft, ALL, TrafficShare.ALL, START);
    trial.offer(Batches.of(trace(START, "front", false, 2)), START);
    trial.offer(Batches.of(trace(START, "back", true, 2)), START + SECOND);
    Lost lost = result(trial, 60).lost();
    assertThat(lost.services()).containsExactly("back");
    assertThat(lost.errorKinds()).containsExactly(new ErrorKind("back", "call 0", "500"));
    assertThat(lost.truncated()).isFalse();
  }

  @Test
  void anErrorThatComesLateKeepsTheWholeTrace() {
    Policy draft =
        parsed(
            """
            rules:
              - name: errors
                when: '{ status = error }'
                sample: always
              - name: rest
                sample: drop
            """);
    PolicyTrial trial = trial(draft, NONE, TrafficShare.ALL, START);
    List<Span> good = trace(START, "shop", false, 4);
    trial.offer(Batches.of(good), START);
    TraceId id = good.getFirst().traceId();
    trial.offer(Batches.of(List.of(span(id, 9, 1, START, "shop", true))), START + 20 * SECOND);
    TrialResult result = result(trial, 120);
    assertThat(result.draft().keptTraces()).isEqualTo(1);
    assertThat(result.draft().keptSpans()).isEqualTo(5);
    assertThat(result.draft().traces()).isEqualTo(1);
    assertThat(result.today().keptSpans()).isZero();
  }

  @Test
  void spansOfTracesThatWereDecidedBeforeFollowThatDecision() {
    TraceId known = new TraceId(1, 2);
    Decision kept =
        new Decision(
            known,
            true,
            "old",
            "quiet",
            1,
            null,
            START - 5 * SECOND,
            "shop",
            "call 0",
            START - 9 * SECOND,
            SECOND,
            3,
            900,
            List.of());
    PolicyTrial trial =
        new PolicyTrial(
            NONE,
            NONE,
            new TrialSettings(
                TrafficShare.ALL,
                BUFFER,
                id -> Optional.of(kept).filter(d -> d.traceId().equals(id)),
                START,
                START));
    trial.offer(
        Batches.of(List.of(span(known, 7, 1, START - 8 * SECOND, "shop", false))), START + SECOND);
    TrialResult result = result(trial, 60);
    assertThat(result.draft().keptSpans()).isEqualTo(1);
    assertThat(result.sampledTraces()).isZero();
  }

  @Test
  void aSilenceOfHoursIsPassedOver() {
    PolicyTrial trial = trial(ALL, NONE, TrafficShare.ALL, START);
    trial.offer(Batches.of(trace(START, "shop", false, 2)), START);
    long later = START + 3_600_000L * SECOND;
    trial.offer(Batches.of(trace(later, "shop", false, 2)), later);
    assertThat(result(trial, 3_600_100).draft().keptSpans()).isEqualTo(4);
  }

  @Test
  void nothingGivesNothing() {
    TrialResult result = result(trial(ALL, NONE, TrafficShare.ALL, START), 600);
    assertThat(result.spans()).isZero();
    assertThat(result.draft().keptSpans()).isZero();
    assertThat(result.lost().services()).isEmpty();
  }

  private static TrialResult result(PolicyTrial trial, long seconds) {
    trial.advance(START + seconds * SECOND);
    return trial.result();
  }

  private static PolicyTrial trial(
      Policy draft, Policy today, TrafficShare share, long startEpochNanos) {
    return new PolicyTrial(
        draft,
        today,
        new TrialSettings(share, BUFFER, DecidedBefore.NOTHING, startEpochNanos, START));
  }

  private void traffic(PolicyTrial trial, long from, int seconds, int tracesPerSecond) {
    for (int second = 0; second < seconds; second++) {
      for (int i = 0; i < tracesPerSecond; i++) {
        long at = from + second * SECOND + i * (SECOND / tracesPerSecond);
        trial.offer(Batches.of(trace(at, "shop", false, 3)), at);
      }
    }
  }

  private List<Span> trace(long start, String service, boolean failed, int spans) {
    TraceId id = new TraceId(random.nextLong(), random.nextLong());
    return java.util.stream.IntStream.range(0, spans)
        .mapToObj(i -> span(id, i + 1, i, start, service, failed && i == 0))
        .toList();
  }

  private static Span span(
      TraceId id, long spanId, long parent, long start, String service, boolean failed) {
    return new Span(
        id,
        spanId,
        parent,
        "",
        257,
        "call " + parent,
        SpanKind.SERVER,
        start,
        start + SECOND / 10,
        failed ? Attributes.of("error.type", "500") : Attributes.EMPTY,
        0,
        List.of(),
        0,
        List.of(),
        0,
        failed ? new Status(StatusCode.ERROR, "no") : Status.UNSET,
        new Resource(Attributes.of(Resource.SERVICE_NAME, service), 0, ""),
        new InstrumentationScope("lib", "1", Attributes.EMPTY, 0, ""));
  }

  private static Policy policy(String sample) {
    return parsed(rule(sample));
  }

  private static String rule(String sample) {
    return "rules:\n  - name: rest\n    sample: " + sample + "\n";
  }

  private static Policy parsed(String yaml) {
    return ((PolicyResult.Accepted) PolicyParser.parse(yaml)).policy();
  }
}
