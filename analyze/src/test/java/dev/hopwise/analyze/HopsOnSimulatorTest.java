package dev.hopwise.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Span;
import dev.hopwise.model.SpanTree;
import dev.hopwise.model.TraceId;
import dev.hopwise.simulate.Fault;
import dev.hopwise.simulate.Fault.Slow;
import dev.hopwise.simulate.Fault.When;
import dev.hopwise.simulate.Fault.Whom;
import dev.hopwise.simulate.Latency;
import dev.hopwise.simulate.Scenario;
import dev.hopwise.simulate.Scenarios;
import dev.hopwise.simulate.SimulatedRequest;
import dev.hopwise.simulate.SimulatedSpan;
import dev.hopwise.simulate.Simulation;
import dev.hopwise.simulate.Target;
import dev.hopwise.simulate.Target.OfDependency;
import dev.hopwise.simulate.Target.OfEdge;
import dev.hopwise.simulate.Target.OfService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// 120 ms more in one place of the simulator's shop at a time, which the comparison has to name
/// first; every trace of a minute before and a minute after, all endpoints at once. What it adds to
/// the mean is known: a dependency of several callers is as many hops, which have to sum to it.
class HopsOnSimulatorTest {

  private static final long START = 1_795_000_000_000_000_000L;
  private static final long LENGTH_NANOS = 60_000_000_000L;
  private static final int REQUESTS_PER_SECOND = 40;
  private static final int MILLIS = 120;

  /// Services that somebody waits for: behind a queue nobody does.
  private static final List<String> SERVICES =
      List.of(
          "gateway",
          "auth",
          "catalog",
          "search",
          "cart",
          "orders",
          "payments",
          "inventory",
          "recommendation",
          "pricing",
          "fraud",
          "reviews",
          "ledger",
          "shipping");

  private static final List<String> DEPENDENCIES =
      List.of(
          "orders-db",
          "users-db",
          "catalog-db",
          "payments-db",
          "inventory-db",
          "session-cache",
          "catalog-cache",
          "api.bank.example");

  private static final List<OfEdge> EDGES =
      List.of(
          new OfEdge("gateway", "catalog"),
          new OfEdge("gateway", "search"),
          new OfEdge("gateway", "cart"),
          new OfEdge("gateway", "orders"),
          new OfEdge("orders", "payments"),
          new OfEdge("orders", "inventory"),
          new OfEdge("payments", "fraud"),
          new OfEdge("payments", "ledger"),
          new OfEdge("catalog", "pricing"),
          new OfEdge("cart", "pricing"));

  @Test
  void namesTheSlowServiceFirst() {
    assertFirst(SERVICES.stream().map(OfService::new));
  }

  @Test
  void namesTheSlowDependencyFirst() {
    assertFirst(DEPENDENCIES.stream().map(OfDependency::new));
  }

  @Test
  void namesTheSlowEdgeFirst() {
    assertFirst(EDGES.stream());
  }

  @Test
  void blamesAPureChangeOfTrafficOnTheMix() {
    Run after = run(2, new Fault.Mix(When.ALWAYS, "gateway POST /orders", 3));
    HopAnswer answer = HopAnalysis.compare(run(1).traces, after.traces, 0.95);
    assertThat(answer.verdict()).isEqualTo(HopAnswer.Verdict.MIX);
    assertThat(answer.hops()).noneMatch(HopAnswer.Hop::significant);
  }

  /// 5 % of 60 windows in which nothing changes.
  @Test
  void saysThatNothingChangedWhenNothingDid() {
    int alarms = 0;
    List<TraceComponents> before = run(1_000).traces;
    for (int seed = 1_001; seed <= 1_060; seed++) {
      List<TraceComponents> after = run(seed).traces;
      HopAnswer answer = HopAnalysis.compare(before, after, 0.95);
      alarms += answer.verdict() == HopAnswer.Verdict.NONE ? 0 : 1;
      before = after;
    }
    assertThat(alarms).isLessThanOrEqualTo(3);
  }

  private static void assertFirst(Stream<? extends Target> targets) {
    List<TraceComponents> before = run(1).traces;
    Map<String, String> misses = new LinkedHashMap<>();
    targets.forEach(target -> {
      Run run = run(2, new Slow(When.ALWAYS, target, Latency.fixed(MILLIS), 1, Whom.ALL));
      HopAnswer answer = HopAnalysis.compare(before, run.traces, 0.95);
      HopAnswer.Hop first = answer.hops().getFirst();
      double found =
          answer.hops().stream()
                  .filter(hop -> isAt(hop.component(), target))
                  .mapToDouble(hop -> (double) hop.meanNanos().valueNanos())
                  .sum()
              / run.addedMeanNanos;
      boolean right =
          answer.verdict() == HopAnswer.Verdict.HOP
              && isAt(first.component(), target)
              && found > 0.9
              && found < 1.1;
      if (!right) {
        misses.put(
            target.text(),
            "%s %s %s %.2f".formatted(answer.verdict(), first.component(), first.culprit(), found));
      }
    });
    assertThat(misses).isEmpty();
  }

  private static boolean isAt(Component component, Target target) {
    return switch (target) {
      case OfService(String service) -> component.equals(Component.ofService(service));
      case OfEdge(String caller, String callee) ->
          component.equals(Component.ofEdge(caller, callee));
      case OfDependency(String name) -> component.callee().startsWith(name);
    };
  }

  /// @param addedMeanNanos by the fault, per trace
  private record Run(List<TraceComponents> traces, double addedMeanNanos) {}

  private static Run run(long seed, Fault... faults) {
    Scenario steady = Scenarios.named("steady").orElseThrow();
    Scenario scenario = new Scenario("test", "", steady.topology(), List.of(faults), 1);
    Simulation simulation =
        new Simulation(
            new Simulation.Settings(scenario, seed, REQUESTS_PER_SECOND, START, LENGTH_NANOS));
    List<TraceComponents> traces = new ArrayList<>();
    double added = 0;
    Optional<SimulatedRequest> request = simulation.next();
    while (request.isPresent()) {
      added += (double) request.get().truth().effectOf(0).addedNanos();
      Map<TraceId, List<Span>> spans =
          request.get().spans().stream()
              .map(SimulatedSpan::span)
              .collect(Collectors.groupingBy(Span::traceId));
      spans
          .values()
          .forEach(trace -> TraceComponents.of(SpanTree.of(trace), 1).ifPresent(traces::add));
      request = simulation.next();
    }
    return new Run(traces, added / traces.size());
  }
}
