package dev.hopwise.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Overload in virtual time: about 20 000 spans a second arrive, half of them wanted.
class BudgetTest {

  private static final double NONE = Double.POSITIVE_INFINITY;
  private static final int MINUTE = 60;

  @ParameterizedTest(name = "{0} spans/s, {1} of the traces fail, seed {2}")
  @CsvSource({
    "1000, 0.0, 1",
    "1000, 0.02, 2",
    "1000, 0.5, 3",
    "5000, 0.0, 4",
    "5000, 0.02, 5",
    "5000, 0.5, 6",
  })
  void anyMinuteStoresNoMoreThanThreePercentAbove(double limit, double errorShare, long seed) {
    Traffic traffic = new Traffic(seed);
    traffic.errorShare = errorShare;
    List<Integer> stored = traffic.spansPerSecond(4 * MINUTE, engine(total(limit, NONE)));
    for (int from = 0; from + MINUTE <= stored.size(); from++) {
      double share = mean(stored.subList(from, from + MINUTE)) / limit;
      // What the first traces of all kinds took in the beginning is given back.
      double least = from < MINUTE ? 0.8 : 0.95;
      assertThat(share).as("from second %s", from).isBetween(least, 1.03);
    }
  }

  @Test
  void bytesOfADayAreSpentEvenly() {
    Traffic traffic = new Traffic(7);
    double perSecond = 1_000_000;
    DecisionEngine engine = engine(total(NONE, perSecond * 86_400));
    for (int minute = 0; minute < 4; minute++) {
      long[] bytes = {0};
      traffic.run(MINUTE, engine, (trace, d) -> bytes[0] += d.keep() ? trace.bytes : 0);
      assertThat(bytes[0] / perSecond / MINUTE).isBetween(0.97, 1.03);
    }
  }

  @Test
  void holdsWhereTheHeadHasThinnedOutTheTraces() {
    Traffic traffic = new Traffic(8);
    traffic.headProbability = 0.1;
    List<Integer> stored = traffic.spansPerSecond(3 * MINUTE, engine(total(2_000, NONE)));
    assertThat(mean(stored.subList(MINUTE, 2 * MINUTE)) / 2_000).isBetween(0.97, 1.03);
  }

  @Test
  void holdsWhenTracesAreDecidedInBursts() {
    Traffic traffic = new Traffic(9);
    DecisionEngine engine = engine(total(2_000, NONE));
    double stored = 0;
    for (int second = 0; second < 2 * MINUTE; second++) {
      List<TestTrace> due = new ArrayList<>();
      traffic.run(1, engine(Budget.UNLIMITED), (trace, _) -> due.add(trace));
      for (TestTrace trace : due) {
        boolean kept = engine.decide(trace, "quiet", traffic.now).keep();
        stored += kept && second >= MINUTE ? trace.spanCount : 0;
      }
    }
    assertThat(stored / MINUTE / 2_000).isBetween(0.96, 1.03);
  }

  @Test
  void errorsAreGivenUpOnlyWhenTheBaselineHasATwentiethLeft() {
    Traffic traffic = new Traffic(10);
    DecisionEngine engine = engine(total(2_000, NONE));
    traffic.run(MINUTE, engine, (_, _) -> {});
    assertThat(budget(engine, traffic, 0).baselineFactor()).isBetween(0.01, 0.5);
    assertThat(budget(engine, traffic, 0).errorFactor()).isEqualTo(1);
    traffic.errorShare = 0.9;
    traffic.run(MINUTE, engine, (_, _) -> {});
    // A twentieth of the budget, of a demand of about 1000.
    assertThat(budget(engine, traffic, 0).baselineFactor()).isBetween(0.05, 0.2);
    assertThat(budget(engine, traffic, 0).errorFactor()).isBetween(0.01, 0.5);
  }

  @Test
  void theFirstFewOfEveryKindAreKeptInEachFiveMinutesWhateverTheBudget() {
    Traffic traffic = new Traffic(11);
    traffic.errorShare = 0.5;
    traffic.tracesPerSecond = 200;
    DecisionEngine engine = engine(total(10, NONE));
    Map<Long, Map<ErrorKind, Integer>> kept = new HashMap<>();
    Map<Long, Map<ErrorKind, Integer>> seen = new HashMap<>();
    traffic.run(
        15 * MINUTE,
        engine,
        (trace, decision) -> {
          long period = trace.startEpochNanos / FirstFew.PERIOD_NANOS;
          for (ErrorKind kind : trace.errorKinds) {
            count(seen, period, kind);
            if (decision.keep()) {
              count(kept, period, kind);
            }
          }
        });
    assertThat(seen).hasSizeGreaterThan(3);
    seen.forEach((period, kinds) ->
        kinds.forEach((kind, count) ->
            assertThat(kept.getOrDefault(period, Map.of()).getOrDefault(kind, 0))
                .as("%s in period %s", kind, period)
                .isGreaterThanOrEqualTo(Math.min(count, FirstFew.FEW))));
  }

  @Test
  void recoversWhenTheLoadFalls() {
    Traffic traffic = new Traffic(12);
    DecisionEngine engine = engine(total(2_000, NONE));
    traffic.run(2 * MINUTE, engine, (_, _) -> {});
    traffic.tracesPerSecond = 50;
    traffic.run(15, engine, (_, _) -> {});
    assertThat(budget(engine, traffic, 0).baselineFactor()).isEqualTo(1);
    Set<Double> probabilities = new TreeSet<>();
    traffic.run(MINUTE, engine, (_, decision) -> probabilities.add(decision.probability()));
    assertThat(probabilities).isSubsetOf(0.5, 1.0);
  }

  @Test
  void doesNotSwingUnderASteadyLoad() {
    Traffic traffic = new Traffic(13);
    DecisionEngine engine = engine(total(5_000, NONE));
    traffic.run(30, engine, (_, _) -> {});
    List<Double> factors = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      traffic.run(0.2, engine, (_, _) -> {});
      factors.add(budget(engine, traffic, 0).baselineFactor());
    }
    double middle = factors.stream().sorted().toList().get(300);
    assertThat(factors.stream().max(Comparator.naturalOrder()).orElseThrow() / middle)
        .isLessThan(1.3);
    assertThat(factors.stream().min(Comparator.naturalOrder()).orElseThrow() / middle)
        .isGreaterThan(0.7);
  }

  @Test
  void tenantsAndServicesAreHeldToTheirOwnAndOthersLoseNothing() {
    Traffic traffic = new Traffic(14);
    SequencedMap<String, Budget.Limit> tenants = new LinkedHashMap<>();
    tenants.put("tenant1", new Budget.Limit(500, NONE));
    SequencedMap<String, Budget.Limit> services = new LinkedHashMap<>();
    services.put("service0", new Budget.Limit(900, NONE));
    DecisionEngine engine = engine(new Budget(Budget.Limit.NONE, tenants, services));
    traffic.run(MINUTE, engine, (_, _) -> {});
    double[] sums = new double[2];
    traffic.run(
        MINUTE,
        engine,
        (trace, decision) -> {
          if (decision.keep()) {
            sums[0] += trace.tenant.equals("tenant1") ? trace.spanCount : 0;
            sums[1] += trace.rootService.equals("service0") ? trace.spanCount : 0;
          }
          if (!trace.tenant.equals("tenant1") && !trace.rootService.equals("service0")) {
            assertThat(decision.probability()).isGreaterThanOrEqualTo(0.5);
          }
        });
    assertThat(sums[0] / MINUTE / 500).isBetween(0.95, 1.03);
    assertThat(sums[1] / MINUTE / 900).isBetween(0.95, 1.03);
  }

  @Test
  void theTotalHoldsBesideATenantsOwn() {
    Traffic traffic = new Traffic(15);
    SequencedMap<String, Budget.Limit> tenants = new LinkedHashMap<>();
    tenants.put("tenant0", new Budget.Limit(300, NONE));
    DecisionEngine engine =
        engine(new Budget(new Budget.Limit(2_000, NONE), tenants, new LinkedHashMap<>()));
    traffic.run(MINUTE, engine, (_, _) -> {});
    List<Integer> stored = traffic.spansPerSecond(MINUTE, engine);
    assertThat(mean(stored) / 2_000).isBetween(0.97, 1.03);
    assertThat(budget(engine, traffic, 1).storedSpansPerSecond()).isCloseTo(300, within(60.0));
    assertThat(budget(engine, traffic, 1).baselineFactor())
        .isLessThan(budget(engine, traffic, 0).baselineFactor());
  }

  @Test
  void anotherBudgetTakesEffectAtOnceAndKeepsWhatIsKnownOfTheTraffic() {
    Traffic traffic = new Traffic(16);
    DecisionEngine engine = engine(total(4_000, NONE));
    traffic.run(MINUTE, engine, (_, _) -> {});
    engine.swap(policy(total(1_000, NONE)));
    List<Integer> stored = traffic.spansPerSecond(MINUTE, engine);
    assertThat(mean(stored.subList(0, 5)) / 1_000).isBetween(0.6, 1.4);
    assertThat(mean(stored) / 1_000).isBetween(0.97, 1.03);
  }

  @Test
  void lateSpansAreCharged() {
    Traffic traffic = new Traffic(17);
    DecisionEngine engine = engine(total(2_000, NONE));
    double stored = 0;
    for (int second = 0; second < 2 * MINUTE; second++) {
      engine.lateStored("shop", "", 500, 250_000, traffic.now);
      double spans = traffic.spansPerSecond(1, engine).getFirst() + 500.0;
      stored += second >= MINUTE ? spans : 0;
    }
    assertThat(stored / MINUTE / 2_000).isBetween(0.97, 1.03);
  }

  private static void count(
      Map<Long, Map<ErrorKind, Integer>> counts, long period, ErrorKind kind) {
    counts.computeIfAbsent(period, _ -> new HashMap<>()).merge(kind, 1, Integer::sum);
  }

  private static EngineState.BudgetState budget(
      DecisionEngine engine, Traffic traffic, int number) {
    return engine.state(traffic.now).budgets().get(number);
  }

  private static double mean(List<Integer> numbers) {
    return numbers.stream().mapToInt(n -> n).average().orElseThrow();
  }

  private static DecisionEngine engine(Budget budget) {
    return new DecisionEngine(policy(budget), WindowMatcher.NONE);
  }

  private static Policy policy(Budget budget) {
    Policy policy = Policy.builtIn(0.5);
    return new Policy(policy.tenantAttribute(), budget, policy.rules(), policy.head());
  }

  private static Budget total(double spansPerSecond, double bytesPerDay) {
    return new Budget(
        new Budget.Limit(spansPerSecond, bytesPerDay),
        new LinkedHashMap<>(),
        new LinkedHashMap<>());
  }
}
