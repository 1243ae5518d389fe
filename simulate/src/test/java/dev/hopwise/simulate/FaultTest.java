package dev.hopwise.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.simulate.Fault.When;
import dev.hopwise.simulate.Fault.Whom;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultTest {

  private static final long MILLI = 1_000_000;

  @Test
  void aSlowServiceAddsItsDelayToEveryRequestThatWaitsForIt() {
    Runs run = Runs.of("slow-auth", 20, 5);
    for (RequestTruth truth : run.truths()) {
      RequestTruth.Effect effect = truth.effectOf(0);
      assertThat(effect.addedNanos()).isEqualTo(effect.calls() * 80L * MILLI);
      assertThat(effect.calls() > 0)
          .isEqualTo(Runs.isLater(truth) && !truth.entry().name().equals("GET /healthz"));
    }
  }

  @Test
  void withoutTheFaultARequestIsWhatTheTruthSaysToTheNanosecond() {
    List<RequestTruth> faulty = Runs.of("slow-database", 20, 5).truths();
    List<RequestTruth> steady = Runs.of("steady", 20, 5).truths();
    assertThat(faulty).hasSameSizeAs(steady);
    for (int i = 0; i < faulty.size(); i++) {
      long without = faulty.get(i).entry().durationNanos() - faulty.get(i).effectOf(0).addedNanos();
      assertThat(without).isEqualTo(steady.get(i).entry().durationNanos());
    }
  }

  @Test
  void offTheCriticalPathADelayAddsLittle() {
    List<RequestTruth.Effect> effects =
        Runs.of("off-path", 40, 5).truths().stream().map(truth -> truth.effectOf(1)).toList();
    long calls = effects.stream().mapToLong(RequestTruth.Effect::calls).sum();
    long added = effects.stream().mapToLong(RequestTruth.Effect::addedNanos).sum();
    assertThat(calls).isGreaterThan(300);
    assertThat(added).isLessThan(calls * 8 * MILLI / 20);
  }

  @Test
  void aRetryStormMultipliesOverThreeLayers() {
    Runs run = Runs.of("retry-storm", 40, 5);
    List<RequestTruth> orders =
        run.truths().stream()
            .filter(Runs::isLater)
            .filter(truth -> truth.entry().name().equals("POST /orders"))
            .toList();
    int most = orders.stream().mapToInt(truth -> truth.effectOf(0).calls()).max().orElseThrow();
    assertThat(most).isEqualTo(27);
    assertThat(run.spans()).anyMatch(span -> isResent(span));
  }

  private static boolean isResent(Span span) {
    return span.attributes().get("http.request.resend_count") != null
        || (span.status().code() == StatusCode.ERROR && span.name().equals("HTTP POST"));
  }

  @Test
  void aStrippedContextStartsATraceAtTheCallee() {
    Runs run = Runs.of("broken-propagation", 40, 5);
    List<Span> spans = run.spans();
    List<Span> roots =
        spans.stream()
            .filter(span -> span.isRoot() && span.serviceName().equals("pricing"))
            .toList();
    long calls = callsOf(run, 0);
    assertThat(roots).hasSize((int) calls);
    long all =
        spans.stream()
            .filter(span -> span.serviceName().equals("catalog") && span.kind() == SpanKind.CLIENT)
            .filter(span -> "shop.Pricing".equals(span.attributes().text("rpc.service")))
            .filter(span -> span.startEpochNanos() >= Runs.START + Runs.LENGTH.toNanos() / 3)
            .count();
    assertThat(calls / (double) all).isCloseTo(0.1, within(0.03));
  }

  @Test
  void aRewrittenContextNamesAParentThatIsNotThere() {
    Runs run = Runs.of("broken-propagation", 40, 5);
    Set<Long> ids = run.spans().stream().map(Span::spanId).collect(Collectors.toSet());
    long orphans =
        run.spans().stream()
            .filter(span -> !span.isRoot() && !ids.contains(span.parentSpanId()))
            .peek(span -> assertThat(span.serviceName()).isEqualTo("inventory"))
            .count();
    assertThat(orphans).isPositive().isEqualTo(callsOf(run, 2));
  }

  private static long callsOf(Runs run, int fault) {
    return run.truths().stream().mapToLong(truth -> truth.effectOf(fault).calls()).sum();
  }

  @Test
  void lateSpansAreSentTwentySecondsLaterAndOfATraceAllOfTheService() {
    Runs run = Runs.of("late-spans", 20, 5);
    Map<TraceId, Set<Boolean>> late =
        run.requests().stream()
            .flatMap(request -> request.spans().stream())
            .filter(each -> each.span().serviceName().equals("payments"))
            .collect(
                Collectors.groupingBy(
                    each -> each.span().traceId(),
                    Collectors.mapping(FaultTest::isLate, Collectors.toSet())));
    assertThat(late.values()).allMatch(kinds -> kinds.size() == 1);
    assertThat(late.values()).anyMatch(kinds -> kinds.contains(true));
    assertThat(run.truths()).anyMatch(truth -> truth.entry().lateSpans() > 0);
  }

  private static boolean isLate(SimulatedSpan each) {
    return each.sentEpochNanos() - each.span().endEpochNanos() >= 20_000 * MILLI;
  }

  @Test
  void lostSpansAreCountedAndNotSent() {
    Runs run = Runs.of("lost-spans", 20, 5);
    long lost =
        run.truths().stream()
            .flatMap(truth -> truth.traces().stream())
            .mapToLong(TraceTruth::lostSpans)
            .sum();
    long steady = Runs.of("steady", 20, 5).spans().size();
    assertThat(lost).isPositive();
    assertThat(run.spans().size() + lost).isEqualTo(steady);
  }

  @Test
  void aSkewedClockMovesAServicesTimesAndNoDuration() {
    List<Span> skewed = Runs.of("clock-skew", 5, 5).spans();
    List<Span> steady = Runs.of("steady", 5, 5).spans();
    for (int i = 0; i < steady.size(); i++) {
      long moved = skewed.get(i).startEpochNanos() - steady.get(i).startEpochNanos();
      long expected =
          switch (steady.get(i).serviceName()) {
            case "orders" -> 150 * MILLI;
            case "auth" -> -40 * MILLI;
            default -> 0;
          };
      assertThat(moved).isEqualTo(expected);
      assertThat(skewed.get(i).durationNanos()).isEqualTo(steady.get(i).durationNanos());
    }
  }

  @Test
  void anUnboundedAttributeNeverRepeats() {
    List<String> values =
        Runs.of("unbounded-attribute", 20, 5).spans().stream()
            .map(span -> span.attributes().text("cart.fingerprint"))
            .filter(java.util.Objects::nonNull)
            .toList();
    assertThat(values).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void onlyTheNamedTenantAndVersionAreSlow() {
    Runs run = Runs.of("slow-tenant", 40, 5);
    List<RequestTruth> struck =
        run.truths().stream().filter(truth -> truth.effectOf(0).calls() > 0).toList();
    assertThat(struck).isNotEmpty().allMatch(truth -> truth.tenant().equals("globex"));
  }

  @Test
  void aMixMovesTrafficAndNoDuration() {
    double before = orderShare(Runs.of("traffic-mix", 60, 5), truth -> !Runs.isLater(truth));
    double after = orderShare(Runs.of("traffic-mix", 60, 5), Runs::isLater);
    assertThat(before).isCloseTo(0.08, within(0.02));
    assertThat(after).isCloseTo(0.24 / 1.16, within(0.03));
  }

  private static double orderShare(Runs run, Predicate<RequestTruth> which) {
    List<RequestTruth> some = run.truths().stream().filter(which).toList();
    long orders =
        some.stream().filter(truth -> truth.entry().name().equals("POST /orders")).count();
    return orders / (double) some.size();
  }

  @Test
  void aSurgeMultipliesTheTraffic() {
    List<RequestTruth> truths = Runs.of("surge", 20, 5).truths();
    long third = Runs.LENGTH.toNanos() / 3;
    long middle =
        truths.stream()
            .mapToLong(truth -> (truth.entry().startEpochNanos() - Runs.START) / third)
            .filter(part -> part == 1)
            .count();
    assertThat((double) middle).isCloseTo(2_000, within(200.0));
  }

  @Test
  void failuresBecomeErrorsOfTheWholeRequest() {
    Fault fault =
        new Fault.Failing(When.ALWAYS, new Target.OfService("auth"), 1, "Broken", Whom.ALL);
    Scenario scenario = Scenario.of("all-fail", "", Shop.topology(), fault);
    for (RequestTruth truth : Runs.of(scenario, 10, 5, Runs.START).truths()) {
      boolean expected = !truth.entry().name().equals("GET /healthz");
      assertThat(truth.entry().failed()).isEqualTo(expected);
      if (expected) {
        assertThat(truth.entry().errorKinds())
            .anyMatch(kind -> kind.service().equals("auth") && kind.errorType().equals("Broken"));
      }
    }
  }

  @Test
  void everyScenarioRunsAndEveryFaultStrikes() {
    for (Scenario scenario : Scenarios.all()) {
      Runs run = Runs.of(scenario, 10, 9, Runs.START);
      Set<Integer> struck = new HashSet<>();
      run.truths().forEach(truth -> truth.effects().forEach(effect -> struck.add(effect.fault())));
      for (int i = 0; i < scenario.faults().size(); i++) {
        boolean counted =
            switch (scenario.faults().get(i)) {
              case Fault.Slow _, Fault.Failing _, Fault.BrokenContext _ -> true;
              case Fault.UnboundedAttribute _,
                  Fault.Late _,
                  Fault.Lost _,
                  Fault.Skew _,
                  Fault.Mix _,
                  Fault.Surge _ ->
                  false;
            };
        assertThat(struck.contains(i)).as(scenario.name() + " " + i).isEqualTo(counted);
      }
    }
  }
}
