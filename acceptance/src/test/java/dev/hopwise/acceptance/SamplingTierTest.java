package dev.hopwise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanEncoder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One packaged server as the sampling tier in front of another: what arrives behind is what was
/// kept, and still counts for what was received.
@Timeout(300)
class SamplingTierTest {

  private static final int TRACES = 2_000;
  private static final int SPANS_OF_A_TRACE = 5;
  private static final double PROBABILITY = 0.25;

  @Test
  void whatArrivesBehindStandsForAllThatWasReceivedInFront(@TempDir Path folder) throws Exception {
    try (HopwiseProcess behind = new HopwiseProcess(folder.resolve("behind"));
        HopwiseProcess front =
            new HopwiseProcess(
                folder.resolve("front"),
                "decision.quiet=200ms",
                "decision.timeout=1s",
                "forward.endpoint=" + behind.grpcEndpoint(),
                "forward.protocol=grpc")) {
      keepAQuarter(front);
      send(front);
      Eventually.passes(Duration.ofSeconds(60), () -> assertSettled(front));
      long kept = status(front).at("/balance/stored").asLong();
      assertThat(kept / (double) SPANS_OF_A_TRACE)
          .isBetween(
              TRACES * PROBABILITY - fiveDeviations(), TRACES * PROBABILITY + fiveDeviations());
      assertThat(status(front).at("/forward/sent").asLong()).isEqualTo(kept);
      assertThat(status(behind).at("/balance/received").asLong()).isEqualTo(kept);
      assertThat(weightedCalls(behind)).isEqualTo(Math.round(kept / PROBABILITY));
      for (JsonNode trace : behind.search("{ }", 20).get("traces")) {
        assertSaysItsProbability(behind, trace.get("traceId").asText());
      }
    }
  }

  private static void keepAQuarter(HopwiseProcess server) throws Exception {
    String policy = "rules:\n  - {name: quarter, sample: {probability: " + PROBABILITY + "}}\n";
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(server.uiEndpoint() + "/api/v1/policy"))
                  .header("Content-Type", "application/yaml")
                  .PUT(HttpRequest.BodyPublishers.ofString(policy))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  private static void send(HopwiseProcess server) throws Exception {
    Random random = new Random(20261127);
    long now = System.currentTimeMillis() * 1_000_000L;
    for (int i = 0; i < TRACES / 100; i++) {
      List<Span> spans = new ArrayList<>();
      for (int trace = 0; trace < 100; trace++) {
        spans.addAll(ShopTraces.trace(random, SPANS_OF_A_TRACE, now));
      }
      assertThat(server.post("/v1/traces", "application/x-protobuf", SpanEncoder.encode(spans)))
          .isEqualTo(200);
    }
  }

  private static void assertSettled(HopwiseProcess front) {
    JsonNode status = status(front);
    assertThat(status.at("/balance/received").asLong()).isEqualTo((long) TRACES * SPANS_OF_A_TRACE);
    assertThat(status.at("/balance/pending").asLong()).isZero();
    assertThat(status.at("/forward/queuedSpans").asLong()).isZero();
  }

  private static double fiveDeviations() {
    return 5 * Math.sqrt(TRACES * PROBABILITY * (1 - PROBABILITY));
  }

  private static long weightedCalls(HopwiseProcess server) {
    Matcher calls =
        Pattern.compile("(?m)^traces_spanmetrics_calls_total\\{.*} (\\d+)$")
            .matcher(server.get("/metrics").body());
    return calls.results().mapToLong(each -> Long.parseLong(each.group(1))).sum();
  }

  private static void assertSaysItsProbability(HopwiseProcess server, String traceId) {
    JsonNode spans = server.json("/api/v1/traces/" + traceId).get("spans");
    assertThat(spans).hasSize(SPANS_OF_A_TRACE);
    for (JsonNode span : spans) {
      assertThat(span.get("traceState").asText()).isEqualTo("ot=th:c");
    }
  }

  private static JsonNode status(HopwiseProcess server) {
    return server.json("/api/v1/status");
  }
}
