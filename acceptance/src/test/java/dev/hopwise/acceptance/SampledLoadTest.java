package dev.hopwise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hopwise.simulate.ErrorKind;
import dev.hopwise.simulate.Fault;
import dev.hopwise.simulate.Fault.When;
import dev.hopwise.simulate.Fault.Whom;
import dev.hopwise.simulate.Scenario;
import dev.hopwise.simulate.Scenarios;
import dev.hopwise.simulate.Target;
import dev.hopwise.simulate.TraceTruth;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged server under simulated load: what the policy promises to keep is kept whole, and
/// the budget holds.
class SampledLoadTest {

  private static final long SLOW_NANOS = 250_000_000;
  private static final Duration SETTLED = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void belowTheBudgetEveryFailedOrSlowTraceIsWholeAlsoWithSpansTwentySecondsLate()
      throws Exception {
    try (HopwiseProcess server = server(100_000)) {
      SimulatedLoad load = SimulatedLoad.send(server, lateAndFailing(), 30, Duration.ofSeconds(12));
      List<TraceTruth> wanted = load.traces().stream().filter(SampledLoadTest::mustBeKept).toList();
      assertThat(wanted).anyMatch(trace -> trace.lateSpans() > 0);
      assertThat(wanted).anyMatch(trace -> trace.errorSpans() == 0);
      assertThat(wanted).anyMatch(trace -> trace.lateSpans() > 0 && trace.errorSpans() > 0);
      Eventually.passes(
          SETTLED,
          () ->
              assertThat(
                      wanted.stream().filter(trace -> storedSpans(server, trace) != trace.spans()))
                  .as("of " + wanted.size())
                  .isEmpty());
      long stored = server.json("/api/v1/status").at("/balance/stored").asLong();
      assertThat(stored).isLessThan(load.spans() / 2);
    }
  }

  @Test
  void anErrorThatComesTwentySecondsLateBringsTheDroppedTraceBackWhole() throws Exception {
    try (HopwiseProcess server = server(100_000)) {
      SimulatedLoad load = SimulatedLoad.send(server, lateAndFailing(), 30, Duration.ofSeconds(12));
      List<TraceTruth> late =
          load.traces().stream()
              .filter(trace -> trace.lateErrorSpans() > 0 && !mustBeKept(trace))
              .toList();
      assertThat(late).hasSizeGreaterThan(2);
      Eventually.passes(
          Duration.ofSeconds(45),
          () ->
              assertThat(late.stream().filter(trace -> storedSpans(server, trace) != trace.spans()))
                  .as("of " + late.size())
                  .isEmpty());
    }
  }

  @Test
  void aboveTheBudgetEveryKindOfErrorHasATraceAndTheBudgetHolds() throws Exception {
    double budget = 60;
    Duration length = Duration.ofSeconds(30);
    try (HopwiseProcess server = server(budget)) {
      SimulatedLoad load = SimulatedLoad.send(server, failing(), 60, length);
      Eventually.passes(SETTLED, () -> settled(server));
      Map<ErrorKind, List<TraceTruth>> kinds = new HashMap<>();
      for (TraceTruth trace : load.traces()) {
        trace
            .errorKinds()
            .forEach(kind -> kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(trace));
      }
      assertThat(kinds).hasSizeGreaterThan(5);
      kinds.forEach((kind, traces) ->
          assertThat(traces)
              .as(kind.toString())
              .anyMatch(trace -> storedSpans(server, trace) == trace.spans()));
      long wanted =
          load.traces().stream()
              .filter(SampledLoadTest::mustBeKept)
              .mapToLong(TraceTruth::spans)
              .sum();
      // One second of budget may have been saved before the load began.
      double allowed = budget * (length.toSeconds() + 1) * 1.03;
      assertThat(wanted).isGreaterThan((long) allowed);
      assertThat(server.json("/api/v1/status").at("/balance/stored").asDouble())
          .isBetween(allowed / 2, allowed);
    }
  }

  /// By what is known when it is decided.
  private static boolean mustBeKept(TraceTruth trace) {
    return trace.errorSpans() > trace.lateErrorSpans() || trace.durationNanos() >= SLOW_NANOS;
  }

  private HopwiseProcess server(double spansPerSecond) throws Exception {
    Path policy = folder.resolve("policy.yaml");
    Files.writeString(
        policy,
        """
        budget: { spans-per-second: %s }
        rules:
          - name: errors
            when: '{ status = error }'
            sample: always
          - name: slow
            sample: { slow: %dms }
          - name: baseline
            sample: { probability: 0.05 }
        """
            .formatted(spansPerSecond, SLOW_NANOS / 1_000_000));
    return new HopwiseProcess(folder.resolve("data"), "sampling.policy=" + policy);
  }

  /// Many orders; the bank fails a fifth of the charges, most of which a retry makes good, so that
  /// the error stands in late spans only; each span of payments in half of the traces comes 20 s
  /// late.
  private static Scenario lateAndFailing() {
    return shop(
        new Fault.Mix(When.ALWAYS, "gateway POST /orders", 5),
        new Fault.Failing(
            When.ALWAYS, new Target.OfDependency("api.bank.example"), 0.2, "503", Whom.ALL),
        new Fault.Late(When.ALWAYS, "payments", Duration.ofSeconds(20), 0.5));
  }

  private static Scenario failing() {
    return shop(
        new Fault.Failing(
            When.ALWAYS, new Target.OfService("pricing"), 0.15, "PriceListGone", Whom.ALL));
  }

  private static Scenario shop(Fault... faults) {
    Scenario steady = Scenarios.named("steady").orElseThrow();
    return new Scenario("test", "", steady.topology(), List.of(faults), 1);
  }

  private static void settled(HopwiseProcess server) {
    JsonNode balance = server.json("/api/v1/status").at("/balance");
    assertThat(balance.at("/pending").asLong()).as(balance.toString()).isZero();
  }

  private static int storedSpans(HopwiseProcess server, TraceTruth trace) {
    HttpResponse<String> answer = server.get("/api/v1/traces/" + trace.traceId().hex());
    try {
      return answer.statusCode() == 404
          ? 0
          : new ObjectMapper().readTree(answer.body()).at("/spans").size();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
