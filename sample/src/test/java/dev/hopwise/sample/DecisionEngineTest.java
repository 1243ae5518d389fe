package dev.hopwise.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hopwise.model.HeadSampling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionEngineTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long NOW = Traffic.START;
  private static final long HIGHEST = HeadSampling.RANDOMNESS_RANGE - 1;
  private static final long MIDDLE = HeadSampling.RANDOMNESS_RANGE / 2;

  @Test
  void theFirstRuleThatMatchesDecides() {
    DecisionEngine engine =
        engine(
            """
            rules:
              - { name: a, when: '{ name = "a" }', sample: drop }
              - { name: b, when: '{ name = "b" }', tenants: [acme], sample: always }
              - { name: c, when: '{ name = "b" }', sample: { probability: 0.5 } }
              - { name: rest, sample: { probability: 0.25 } }
            """);
    expect(decide(engine, TestTrace.of(HIGHEST).satisfying(0b11)), false, "a", 0);
    expect(decide(engine, TestTrace.of(0).ofTenant("acme").satisfying(0b10)), true, "b", 1);
    expect(decide(engine, TestTrace.of(MIDDLE).satisfying(0b10)), true, "c", 0.5);
    expect(decide(engine, TestTrace.of(MIDDLE - 1).satisfying(0b10)), false, "c", 0.5);
    expect(decide(engine, TestTrace.of(HIGHEST).satisfying(0)), true, "rest", 0.25);
  }

  @Test
  void aDecisionSaysWhatWasKnown() {
    DecisionEngine engine = new DecisionEngine(Policy.builtIn(0.05), WindowMatcher.NONE);
    TestTrace trace =
        TestTrace.of(3).startedAt(NOW - SECOND).lasting(500).sized(9, 4_500).failing("db", "500");
    assertThat(engine.decide(trace, "quiet", NOW))
        .isEqualTo(
            new Decision(
                new dev.hopwise.model.TraceId(7, 3),
                true,
                "errors",
                "quiet",
                1,
                null,
                NOW,
                "shop",
                "GET /",
                NOW - SECOND,
                500,
                9,
                4_500,
                List.of(new ErrorKind("shop", "db", "500"))));
  }

  @Test
  void aFixedLimitKeepsWhatReachesItAndLetsOnTheRest() {
    DecisionEngine engine =
        engine(
            """
            rules:
              - { name: slow, sample: { slow: 500ms } }
              - { name: rest, sample: drop }
            """);
    expect(decide(engine, TestTrace.of(0).lasting(500_000_000)), true, "slow", 1);
    expect(decide(engine, TestTrace.of(0).lasting(499_999_999)), false, "rest", 0);
  }

  @Test
  void aPercentileKeepsItsShareOfEachOperation() {
    DecisionEngine engine =
        engine(
            """
            rules:
              - { name: slow, sample: { slow: p95 } }
              - { name: rest, sample: drop }
            """);
    SplittableRandom random = new SplittableRandom(1);
    int[] kept = new int[2];
    for (int i = 0; i < 40_000; i++) {
      int operation = i % 2;
      // One takes a thousand times as long as the other.
      long duration = (long) ((operation == 0 ? 1e6 : 1e9) * Math.exp(random.nextGaussian()));
      TestTrace trace = TestTrace.of(0).named("shop", "GET /" + operation).lasting(duration);
      kept[operation] += engine.decide(trace, "quiet", NOW + i * SECOND / 100).keep() ? 1 : 0;
    }
    assertThat(kept[0] / 20_000.0).isCloseTo(0.05, within(0.005));
    assertThat(kept[1] / 20_000.0).isCloseTo(0.05, within(0.005));
  }

  @Test
  void aThroughputOfEachOperationLetsOnWhatItDoesNotWantWithTheHigherProbability() {
    DecisionEngine engine =
        engine(
            """
            rules:
              - { name: rare, sample: { throughput: 0.1, per: operation } }
              - { name: rest, sample: { probability: 0.05 } }
            """);
    expect(decide(engine, TestTrace.of(0)), true, "rare", 1);
    for (int i = 0; i < 1_000; i++) {
      engine.decide(TestTrace.of(0), "quiet", NOW + i * SECOND / 100);
    }
    expect(engine.decide(TestTrace.of(0), "quiet", NOW + 10 * SECOND), false, "rest", 0.05);
    expect(engine.decide(TestTrace.of(HIGHEST), "quiet", NOW + 10 * SECOND), true, "rest", 0.05);
    TestTrace other = TestTrace.of(0).named("shop", "GET /rare");
    expect(engine.decide(other, "quiet", NOW + 10 * SECOND), true, "rare", 1);
  }

  @Test
  void aWindowWithAHigherRateWins() {
    OneWindow window = new OneWindow(0.5);
    DecisionEngine engine = new DecisionEngine(Policy.builtIn(0.05), window);
    // The first traces of the operation are kept by "rare".
    for (int i = 0; i < 100; i++) {
      decide(engine, TestTrace.of(0));
    }
    Decision kept = decide(engine, TestTrace.of(MIDDLE));
    expect(kept, true, "window", 0.5);
    assertThat(kept.windowId()).isEqualTo("w");
    assertThat(kept.mark().windowId()).isEqualTo("w");
    expect(decide(engine, TestTrace.of(MIDDLE - 1)), false, "window", 0.5);
    assertThat(window.decided).isEqualTo(102);
  }

  @Test
  void aTraceThatARuleKeepsCarriesTheWindowThatWouldHaveKeptItToo() {
    DecisionEngine engine = new DecisionEngine(Policy.builtIn(0.05), new OneWindow(0.5));
    Decision inside = decide(engine, TestTrace.of(MIDDLE).failing("db", "500"));
    expect(inside, true, "errors", 1);
    assertThat(inside.windowId()).isEqualTo("w");
    Decision outside = decide(engine, TestTrace.of(MIDDLE - 1).failing("db", "500"));
    expect(outside, true, "errors", 1);
    assertThat(outside.windowId()).isNull();
  }

  @Test
  void aWindowWinsOverARuleThatDrops() {
    DecisionEngine engine =
        new DecisionEngine(policy("rules: [{ name: none, sample: drop }]"), new OneWindow(1));
    expect(decide(engine, TestTrace.of(0)), true, "window", 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aHigherProbabilityKeepsASuperset(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    DecisionEngine less = engine("rules: [{ name: all, sample: { probability: 0.1 } }]");
    DecisionEngine more = engine("rules: [{ name: all, sample: { probability: 0.11 } }]");
    int gained = 0;
    for (int i = 0; i < 100_000; i++) {
      TestTrace trace = TestTrace.of(random.nextLong());
      boolean kept = decide(less, trace).keep();
      boolean keptByMore = decide(more, trace).keep();
      assertThat(keptByMore || !kept).isTrue();
      gained += keptByMore && !kept ? 1 : 0;
    }
    assertThat(gained / 100_000.0).isCloseTo(0.01, within(0.002));
  }

  @Test
  void anotherPolicyHoldsFromTheNextTraceOnAndKnowsWhatTheFirstLearned() {
    DecisionEngine engine =
        engine(
            """
            rules:
              - { name: rest, sample: drop }
            """);
    for (int i = 0; i < 1_000; i++) {
      decide(engine, TestTrace.of(0).lasting(1_000_000 + i));
    }
    assertThat(engine.generation()).isEqualTo(1);
    engine.swap(
        policy(
            """
            rules:
              - { name: slow, sample: { slow: p99 } }
              - { name: rest, sample: drop }
            """));
    assertThat(engine.generation()).isEqualTo(2);
    expect(decide(engine, TestTrace.of(0).lasting(3_000_000)), true, "slow", 1);
    expect(decide(engine, TestTrace.of(0).lasting(1_000_000)), false, "rest", 0);
    assertThat(engine.state(NOW).rules())
        .extracting(EngineState.RuleState::rule, EngineState.RuleState::matched)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("slow", 1L),
            org.assertj.core.groups.Tuple.tuple("rest", 1_001L),
            org.assertj.core.groups.Tuple.tuple("window", 0L));
  }

  @Test
  void learnsFromTheDecisionsOfAnEarlierProcess() {
    DecisionEngine earlier = new DecisionEngine(Policy.builtIn(0), WindowMatcher.NONE);
    DecisionEngine later =
        engine(
            """
            rules:
              - { name: slow, sample: { slow: p99 } }
              - { name: rest, sample: drop }
            """);
    for (int i = 0; i < 1_000; i++) {
      later.learn(decide(earlier, TestTrace.of(0).lasting(1_000_000 + i)));
    }
    expect(decide(later, TestTrace.of(0).lasting(3_000_000)), true, "slow", 1);
    assertThat(later.state(NOW).rules().getFirst().matched()).isEqualTo(1);
  }

  @Test
  void anErrorThatComesLateKeepsADroppedTrace() {
    DecisionEngine engine = new DecisionEngine(Policy.builtIn(0), WindowMatcher.NONE);
    Decision dropped = dropped(engine);
    expect(dropped, false, "baseline", 0);
    TestTrace late = TestTrace.of(0).sized(2, 900).failing("db", "500");
    Decision kept = engine.promote(dropped, late, NOW + 20 * SECOND);
    assertThat(kept).isNotNull();
    expect(kept, true, "errors", 1);
    assertThat(kept.trigger()).isEqualTo("promoted");
    assertThat(kept.spanCount()).isEqualTo(dropped.spanCount() + 2);
    assertThat(kept.errorKinds()).containsExactly(new ErrorKind("shop", "db", "500"));
    assertThat(engine.promote(dropped, TestTrace.of(0).satisfying(0), NOW)).isNull();
  }

  @Test
  void aTraceThatARuleBeforeDroppedStaysDropped() {
    DecisionEngine engine =
        engine(
            """
            rules:
              - { name: health, when: '{ name = "health" }', sample: drop }
              - { name: errors, when: '{ status = error }', sample: always }
              - { name: rest, sample: drop }
            """);
    Decision health = decide(engine, TestTrace.of(0).satisfying(0b01));
    expect(health, false, "health", 0);
    assertThat(engine.promote(health, TestTrace.of(0).satisfying(0b10), NOW)).isNull();
    Decision rest = decide(engine, TestTrace.of(0).satisfying(0));
    assertThat(engine.promote(rest, TestTrace.of(0).satisfying(0b11), NOW)).isNull();
    assertThat(engine.promote(rest, TestTrace.of(0).satisfying(0b10), NOW)).isNotNull();
  }

  @Test
  void countsWhatComesToEachRule() {
    DecisionEngine engine = engine("rules: [{ name: half, sample: { probability: 0.5 } }]");
    for (int i = 0; i < 6_000; i++) {
      TestTrace trace = TestTrace.of(i % 4 == 0 ? HIGHEST : 0).sized(5, 1_000);
      engine.decide(trace, "quiet", NOW + i * SECOND / 100);
    }
    EngineState.RuleState state = engine.state(NOW + 60 * SECOND).rules().getFirst();
    assertThat(state.matched()).isEqualTo(6_000);
    assertThat(state.matchedSpans()).isEqualTo(30_000);
    assertThat(state.kept()).isEqualTo(1_500);
    assertThat(state.keptSpans()).isEqualTo(7_500);
    assertThat(state.keptBytes()).isEqualTo(1_500_000);
    assertThat(state.matchedPerSecond()).isCloseTo(100, within(1.0));
    assertThat(state.keptPerSecond()).isCloseTo(25, within(1.0));
    assertThat(engine.state(NOW + 60 * SECOND).budgets()).isEmpty();
  }

  @Test
  void aClockThatIsSetBackDoesNoHarm() {
    Traffic traffic = new Traffic(1);
    DecisionEngine engine = new DecisionEngine(Policy.builtIn(0.05), WindowMatcher.NONE);
    traffic.run(10, engine, (_, _) -> {});
    traffic.now -= 3_600 * SECOND;
    Map<String, Integer> rules = new HashMap<>();
    traffic.run(10, engine, (_, decision) -> rules.merge(decision.rule(), 1, Integer::sum));
    assertThat(rules.get("baseline")).isGreaterThan(8_000);
  }

  @Test
  void aPolicyThatLetsTracesOnAtItsEndIsRefused() {
    assertThatThrownBy(() ->
            new Policy(
                "t",
                Budget.UNLIMITED,
                List.of(Rule.of("slow", new Sampling.SlowQuantile(0.9))),
                HeadPolicy.ALL))
        .hasMessageContaining("last rule");
  }

  @Test
  void keepsAllOnlyWhereNothingCanBeDropped() {
    assertThat(Policy.builtIn(1).keepsAll()).isTrue();
    assertThat(Policy.builtIn(0.05).keepsAll()).isFalse();
    assertThat(policy("rules: [{ name: all, sample: always }]").keepsAll()).isTrue();
    assertThat(
            policy("budget: { spans-per-second: 1 }\nrules: [{ name: all, sample: always }]")
                .keepsAll())
        .isFalse();
  }

  /// The first traces of an operation are rare.
  private static Decision dropped(DecisionEngine engine) {
    Decision decision = decide(engine, TestTrace.of(0));
    for (int i = 0; i < 100 && decision.keep(); i++) {
      decision = decide(engine, TestTrace.of(0));
    }
    return new Decision(
        decision.traceId(),
        false,
        "baseline",
        "quiet",
        0,
        null,
        NOW,
        "shop",
        "GET /",
        NOW,
        1,
        1,
        500,
        List.of());
  }

  private static void expect(Decision decision, boolean keep, String rule, double probability) {
    assertThat(decision.rule()).isEqualTo(rule);
    assertThat(decision.probability()).isEqualTo(probability);
    assertThat(decision.keep()).isEqualTo(keep);
  }

  private static Decision decide(DecisionEngine engine, TestTrace trace) {
    return engine.decide(trace, "quiet", NOW);
  }

  private static DecisionEngine engine(String yaml) {
    return new DecisionEngine(policy(yaml), WindowMatcher.NONE);
  }

  private static Policy policy(String yaml) {
    return ((PolicyResult.Accepted) PolicyParser.parse(yaml)).policy();
  }

  /// Wants every trace.
  private static final class OneWindow implements WindowMatcher {
    private final WindowMatch match;
    private int decided;

    OneWindow(double rate) {
      match = new WindowMatch("w", rate);
    }

    @Override
    public List<Condition> conditions() {
      return List.of();
    }

    @Override
    public WindowMatch match(TraceFacts trace, ConditionSet conditions, long nowEpochNanos) {
      return match;
    }

    @Override
    public void decided(WindowMatch of, TraceFacts trace, boolean kept) {
      decided++;
    }
  }
}
