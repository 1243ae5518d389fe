package dev.hopwise.analyze;

import static dev.hopwise.model.SpanKind.CLIENT;
import static dev.hopwise.model.SpanKind.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hopwise.analyze.RetryAnalysis.Storm;
import dev.hopwise.analyze.TraceRetries.Edge;
import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RetryAnalysisTest {

  private static final int TRACES = 20;

  @Test
  void multipliesThreeLayersOfThreeAttemptsUpToTheEndpoint() {
    List<Storm> storms = storms(trace -> layers(trace, root(trace), 0));
    assertThat(storms)
        .extracting(Storm::edge)
        .containsExactly(
            new Edge("s2", "s3", "call s3"),
            new Edge("s1", "s2", "call s2"),
            new Edge("a", "s1", "call s1"));
    Storm deepest = storms.getFirst();
    assertThat(deepest.origin()).isEqualTo(new RetryAnalysis.Origin("a", "GET /x"));
    assertThat(deepest.amplification()).isEqualTo(27);
    assertThat(deepest.low()).isEqualTo(27);
    assertThat(deepest.hopAmplification()).isEqualTo(3);
    assertThat(deepest.calls()).isEqualTo(TRACES);
    assertThat(deepest.attempts()).isEqualTo(27 * TRACES);
    assertThat(deepest.wastedShare()).isCloseTo(26 / 27.0, within(1e-9));
    assertThat(deepest.evidence()).hasSize(3);
    assertThat(storms.get(1).amplification()).isEqualTo(9);
    assertThat(storms.get(2).amplification()).isEqualTo(3);
  }

  @Test
  void tellsAnIntervalThatHoldsTheRateOfAllTraces() {
    Random random = new Random(4);
    List<TraceRetries> sample = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      boolean retries = random.nextDouble() < 0.3;
      MadeTrace trace = new MadeTrace(i + 1L);
      attempts(trace, root(trace), retries ? 2 : 1);
      sample.add(TraceRetries.of(trace.tree(), 20).orElseThrow());
    }
    Storm storm = RetryAnalysis.storms(sample).getFirst();
    assertThat(storm.low()).isBetween(1.15, 1.3);
    assertThat(storm.high()).isBetween(1.3, 1.45);
    assertThat(storm.attempts()).isBetween(7_000.0, 8_500.0);
  }

  @Test
  void doesNotTakeALoopForRetries() {
    assertThat(
            storms(trace -> {
              long root = root(trace);
              for (int i = 0; i < 12; i++) {
                long client = client(trace, root, "b", i * 8, i * 8 + 7, Attributes.EMPTY);
                trace.add(client, "b", "b", SERVER, i * 8 + 1, i * 8 + 6, Attributes.EMPTY);
              }
            }))
        .isEmpty();
  }

  @Test
  void doesNotTakeFanOutOrHedgesForRetriesEvenIfTheyFail() {
    assertThat(
            storms(trace -> {
              long root = root(trace);
              for (int i = 0; i < 4; i++) {
                trace.failed(root, "a", "call", CLIENT, 10 + i, 50 + i);
              }
            }))
        .isEmpty();
  }

  @Test
  void doesNotTakeAFailureFollowedByAnotherRequestForARetry() {
    assertThat(
            storms(trace -> {
              long root = root(trace);
              for (int i = 0; i < 3; i++) {
                client(trace, root, "b", i * 10, i * 10 + 5, failing("url.full", "http://b/" + i));
              }
            }))
        .isEmpty();
  }

  @Test
  void believesAnExplicitResendCount() {
    List<Storm> storms =
        storms(trace -> {
          long root = root(trace);
          client(trace, root, "b", 0, 5, Attributes.EMPTY);
          Attribute again = new Attribute("http.request.resend_count", AttributeValue.of(1));
          client(trace, root, "b", 10, 15, Attributes.of(again));
          client(trace, root, "b", 20, 25, Attributes.EMPTY);
        });
    assertThat(storms).extracting(Storm::amplification).containsExactly(1.5);
  }

  @Test
  void seesAttemptsBelowTheInstrumentation() {
    List<Storm> storms =
        storms(trace -> {
          long client = client(trace, root(trace), "b", 0, 90, Attributes.EMPTY);
          trace.failed(client, "b", "serve", SERVER, 1, 10);
          trace.failed(client, "b", "serve", SERVER, 20, 30);
          trace.add(client, "b", "serve", SERVER, 40, 80, Attributes.EMPTY);
        });
    assertThat(storms).extracting(Storm::amplification).containsExactly(3.0);
  }

  @Test
  void keepsEndpointsApart() {
    List<TraceRetries> traces = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      boolean storming = i % 20 == 0;
      MadeTrace trace = new MadeTrace(i + 1L);
      long root =
          trace.add(0, "a", storming ? "GET /bad" : "GET /good", SERVER, 0, 999, Attributes.EMPTY);
      attempts(trace, root, storming ? 2 : 1);
      traces.add(TraceRetries.of(trace.tree(), 1).orElseThrow());
    }
    assertThat(RetryAnalysis.storms(traces))
        .singleElement()
        .satisfies(storm -> {
          assertThat(storm.origin().name()).isEqualTo("GET /bad");
          assertThat(storm.amplification()).isEqualTo(2);
        });
  }

  private static List<Storm> storms(Consumer<MadeTrace> maker) {
    List<TraceRetries> traces = new ArrayList<>();
    for (int i = 1; i <= TRACES; i++) {
      MadeTrace trace = new MadeTrace(i);
      maker.accept(trace);
      traces.add(TraceRetries.of(trace.tree(), 1).orElseThrow());
    }
    return RetryAnalysis.storms(traces);
  }

  private static long root(MadeTrace trace) {
    return trace.add(0, "a", "GET /x", SERVER, 0, 999, Attributes.EMPTY);
  }

  /// Each layer asks the next three times, since the last always fails.
  private static void layers(MadeTrace trace, long parent, int depth) {
    if (depth == 3) {
      return;
    }
    String caller = depth == 0 ? "a" : "s" + depth;
    String callee = "s" + (depth + 1);
    double length = 300 / Math.pow(4, depth);
    double start = (trace.spans.get((int) parent - 1).startEpochNanos() % 1_000_000_000) / 1e6;
    for (int i = 0; i < 3; i++) {
      double from = start + 0.1 + i * (length + 0.2);
      long client = trace.failed(parent, caller, "call " + callee, CLIENT, from, from + length);
      long server = trace.failed(client, callee, "serve", SERVER, from, from + length);
      layers(trace, server, depth + 1);
    }
  }

  private static void attempts(MadeTrace trace, long root, int count) {
    for (int i = 1; i <= count; i++) {
      client(
          trace,
          root,
          "b",
          i * 10,
          i * 10 + 5,
          i < count ? failing("server.address", "b") : Attributes.of("server.address", "b"));
    }
  }

  private static Attributes failing(String key, String value) {
    return Attributes.of(key, value).with("http.response.status_code", AttributeValue.of(503));
  }

  private static long client(
      MadeTrace trace, long parent, String name, double from, double to, Attributes attributes) {
    return trace.add(parent, "a", name, CLIENT, from, to, attributes);
  }
}
