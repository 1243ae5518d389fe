package dev.hopwise.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.TraceId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SimulationTest {

  @Test
  void sameSeedGivesTheSameSpans() {
    assertThat(Runs.of("errors", 5, 7).requests()).isEqualTo(Runs.of("errors", 5, 7).requests());
  }

  @Test
  void anotherSeedGivesOtherTraces() {
    Set<TraceId> ids = new HashSet<>(Runs.of("steady", 5, 7).traces().keySet());
    ids.retainAll(Runs.of("steady", 5, 8).traces().keySet());
    assertThat(ids).isEmpty();
  }

  @Test
  void anotherStartMovesAllTimesAndNothingElse() {
    Scenario steady = Scenarios.named("steady").orElseThrow();
    List<Span> first = Runs.of(steady, 5, 7, Runs.START).spans();
    List<Span> moved = Runs.of(steady, 5, 7, Runs.START + 1_000).spans();
    assertThat(moved).hasSameSizeAs(first);
    for (int i = 0; i < first.size(); i++) {
      assertThat(moved.get(i).startEpochNanos()).isEqualTo(first.get(i).startEpochNanos() + 1_000);
      assertThat(moved.get(i).durationNanos()).isEqualTo(first.get(i).durationNanos());
      assertThat(moved.get(i).attributes()).isEqualTo(first.get(i).attributes());
    }
  }

  @Test
  void requestsArriveAtTheRate() {
    assertThat(Runs.of("steady", 50, 1).requests().size()).isCloseTo(3_000, within(200));
  }

  @Test
  void everyTraceHasOneRootAndAllParents() {
    Runs.of("steady", 10, 3)
        .traces()
        .values()
        .forEach(trace -> {
          Set<Long> ids = trace.stream().map(Span::spanId).collect(Collectors.toSet());
          assertThat(ids).hasSameSizeAs(trace);
          assertThat(trace.stream().filter(Span::isRoot)).hasSize(1);
          assertThat(trace.stream().filter(span -> !span.isRoot()))
              .allMatch(span -> ids.contains(span.parentSpanId()));
        });
  }

  @Test
  void childrenLieWithinTheirParentsExceptBehindQueues() {
    Runs.of("steady", 10, 3)
        .traces()
        .values()
        .forEach(trace -> {
          Map<Long, Span> byId =
              trace.stream().collect(Collectors.toMap(Span::spanId, span -> span));
          for (Span span : trace) {
            Span parent = byId.get(span.parentSpanId());
            if (parent != null && span.kind() != SpanKind.CONSUMER) {
              assertThat(span.startEpochNanos()).isGreaterThanOrEqualTo(parent.startEpochNanos());
              assertThat(span.endEpochNanos()).isLessThanOrEqualTo(parent.endEpochNanos());
            }
          }
        });
  }

  @Test
  void truthCountsWhatIsSent() {
    Runs run = Runs.of("late-spans", 10, 3);
    Map<TraceId, List<Span>> traces = run.traces();
    int told = 0;
    for (RequestTruth truth : run.truths()) {
      for (TraceTruth trace : truth.traces()) {
        assertThat(traces.get(trace.traceId())).hasSize(trace.spans());
        told++;
      }
    }
    assertThat(told).isEqualTo(traces.size());
  }

  @Test
  void bothGenerationsOfConventionsAndAllKindsAreThere() {
    List<Span> spans = Runs.of("steady", 10, 3).spans();
    assertThat(spans).anyMatch(span -> span.attributes().text("http.method") != null);
    assertThat(spans).anyMatch(span -> span.attributes().text("http.request.method") != null);
    assertThat(spans).anyMatch(span -> span.attributes().text("db.system") != null);
    assertThat(spans).anyMatch(span -> span.attributes().text("db.system.name") != null);
    assertThat(spans.stream().map(Span::kind).distinct())
        .containsExactlyInAnyOrder(
            SpanKind.SERVER,
            SpanKind.CLIENT,
            SpanKind.INTERNAL,
            SpanKind.PRODUCER,
            SpanKind.CONSUMER);
    assertThat(spans.stream().map(Span::serviceName).distinct().count()).isGreaterThanOrEqualTo(14);
    assertThat(spans).anyMatch(span -> !span.links().isEmpty());
  }

  @Test
  void headSamplingSendsItsShareAndSaysSo() {
    Runs run = Runs.of("head-sampled", 50, 3);
    long sampled = run.truths().stream().filter(RequestTruth::sampled).count();
    assertThat(sampled / (double) run.truths().size()).isCloseTo(0.25, within(0.03));
    assertThat(run.spans()).isNotEmpty().allMatch(span -> span.traceState().equals("ot=th:c"));
  }
}
