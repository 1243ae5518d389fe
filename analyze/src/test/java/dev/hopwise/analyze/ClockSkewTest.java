package dev.hopwise.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.analyze.ClockSkew.MovedClock;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.SpanTree;
import dev.hopwise.model.Status;
import dev.hopwise.model.TraceId;
import dev.hopwise.simulate.Scenarios;
import dev.hopwise.simulate.SimulatedSpan;
import dev.hopwise.simulate.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClockSkewTest {

  private static final long MILLI = 1_000_000;
  private static final long START = 1_700_000_000_000_000_000L;
  private static final Duration LENGTH = Duration.ofSeconds(20);

  @Test
  void callsThatAllFitMoveNothing() {
    TraceOnHosts trace = new TraceOnHosts();
    long root = trace.span(0, "a", SpanKind.SERVER, 0, 100);
    trace.call(root, "a", "b", 10, 40, 12, 38);
    trace.call(root, "a", "b", 50, 90, 51, 60);
    assertThat(trace.skew().moved()).isEmpty();
  }

  @Test
  void oneCallPutsTheServerIntoTheMiddle() {
    TraceOnHosts trace = new TraceOnHosts();
    long root = trace.span(0, "a", SpanKind.SERVER, 0, 100);
    trace.call(root, "a", "b", 10, 40, 1_010, 1_030);
    assertThat(trace.skew().moved()).containsExactly(moved("b", -995, 1, 1));
  }

  @Test
  void allCallsOfAHostAreMovedAlike() {
    TraceOnHosts trace = new TraceOnHosts();
    long root = trace.span(0, "a", SpanKind.SERVER, 0, 400);
    trace.call(root, "a", "b", 10, 40, 1_010, 1_030); // allows -1000 to -990
    trace.call(root, "a", "b", 50, 90, 1_046, 1_079); // allows -996 to -989
    trace.call(root, "a", "b", 100, 190, 1_105, 1_185); // allows -1005 to -995
    assertThat(trace.skew().moved()).containsExactly(moved("b", -995, 3, 3));
  }

  @Test
  void aCallThatWasGivenUpDoesNotMoveAHost() {
    TraceOnHosts trace = new TraceOnHosts();
    long root = trace.span(0, "a", SpanKind.SERVER, 0, 400);
    trace.call(root, "a", "b", 10, 40, 12, 38);
    trace.call(root, "a", "b", 50, 90, 52, 88);
    trace.call(root, "a", "b", 100, 150, 160, 170);
    assertThat(trace.skew().moved()).isEmpty();
  }

  @Test
  void aClockThatIsReachedThroughAnotherIsOnTheRootsAsWell() {
    TraceOnHosts trace = new TraceOnHosts();
    long root = trace.span(0, "a", SpanKind.SERVER, 0, 400);
    long b = trace.call(root, "a", "b", 10, 110, 1_020, 1_100);
    trace.call(b, "b", "c", 1_030, 1_090, 540, 580);
    assertThat(trace.skew().moved())
        .containsExactly(moved("b", -1_000, 1, 1), moved("c", -500, 1, 1));
  }

  @Test
  void whatCallsTheRootsHostBackIsBoundByThatToo() {
    TraceOnHosts trace = new TraceOnHosts();
    long root = trace.span(0, "a", SpanKind.SERVER, 0, 400);
    long b = trace.call(root, "a", "b", 10, 110, 1_020, 1_100); // allows -1010 to -990
    trace.call(b, "b", "a", 1_030, 1_050, 38, 52); // allows -998 to -992
    assertThat(trace.skew().moved()).containsExactly(moved("b", -995, 2, 2));
  }

  @Test
  void oneClientWithSeveralServersSaysNothing() {
    TraceOnHosts trace = new TraceOnHosts();
    long root = trace.span(0, "a", SpanKind.SERVER, 0, 400);
    long client = trace.span(root, "a", SpanKind.CLIENT, 10, 40);
    trace.span(client, "b", SpanKind.SERVER, 1_010, 1_030);
    trace.span(client, "b", SpanKind.SERVER, 1_020, 1_040);
    assertThat(trace.skew().moved()).isEmpty();
  }

  @Test
  void findsTheSimulatorsClocksWithinTheTimeOnTheWire() {
    Map<String, List<Long>> shifts = new LinkedHashMap<>();
    for (List<Span> spans : traces("clock-skew").values()) {
      for (MovedClock clock : ClockSkew.of(SpanTree.of(spans)).moved()) {
        shifts.computeIfAbsent(clock.name(), _ -> new ArrayList<>()).add(clock.shiftNanos());
      }
    }
    assertThat(shifts.keySet()).containsExactlyInAnyOrder("node-orders", "node-auth");
    assertThat(shifts.get("node-orders")).allSatisfy(shift -> near(shift, -150));
    assertThat(shifts.get("node-auth")).allSatisfy(shift -> near(shift, 40));
  }

  @Test
  void leavesTheClocksOfASteadyRunAlone() {
    for (List<Span> spans : traces("steady").values()) {
      assertThat(ClockSkew.of(SpanTree.of(spans)).moved()).isEmpty();
    }
  }

  private static void near(long shiftNanos, long millis) {
    assertThat(shiftNanos).isBetween((millis - 5) * MILLI, (millis + 5) * MILLI);
  }

  private static Map<TraceId, List<Span>> traces(String name) {
    Simulation simulation =
        new Simulation(
            new Simulation.Settings(
                Scenarios.named(name).orElseThrow(), 20, 20, START, LENGTH.toNanos()));
    Map<TraceId, List<Span>> traces = new LinkedHashMap<>();
    for (var next = simulation.next(); next.isPresent(); next = simulation.next()) {
      for (SimulatedSpan span : next.get().spans()) {
        traces.computeIfAbsent(span.span().traceId(), _ -> new ArrayList<>()).add(span.span());
      }
    }
    return traces;
  }

  private static MovedClock moved(String host, long shift, int calls, int fitting) {
    return new MovedClock("host-" + host, List.of(host), shift * MILLI, calls, fitting);
  }

  /// Each service on a host of its own; times in milliseconds.
  private static final class TraceOnHosts {
    private final List<Span> spans = new ArrayList<>();

    long span(long parent, String service, SpanKind kind, long from, long to) {
      long id = spans.size() + 1L;
      Attributes resource =
          Attributes.of("service.name", service)
              .with("host.name", AttributeValue.of("host-" + service));
      spans.add(
          new Span(
              new TraceId(0, 1),
              id,
              parent,
              "",
              0,
              "n",
              kind,
              START + from * MILLI,
              START + to * MILLI,
              Attributes.EMPTY,
              0,
              List.of(),
              0,
              List.of(),
              0,
              Status.UNSET,
              new Resource(resource, 0, ""),
              InstrumentationScope.EMPTY));
      return id;
    }

    long call(
        long parent,
        String caller,
        String callee,
        long clientFrom,
        long clientTo,
        long serverFrom,
        long serverTo) {
      long client = span(parent, caller, SpanKind.CLIENT, clientFrom, clientTo);
      return span(client, callee, SpanKind.SERVER, serverFrom, serverTo);
    }

    ClockSkew skew() {
      return ClockSkew.of(SpanTree.of(spans));
    }
  }
}
