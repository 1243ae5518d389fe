package dev.hopwise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hopwise.acceptance.SentTraffic.Series;
import dev.hopwise.model.TraceId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a real Prometheus makes of the metrics of simulated traffic, compared with what was sent.
@Timeout(120)
class PrometheusTest {

  /// A native histogram of schema 4 says in which bucket a quantile lies; a bucket is so wide.
  private static final double BUCKET_WIDTH = Math.pow(2, 1.0 / 16) - 1;

  private static final Duration SCRAPED = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.01})
  void countsAndQuantilesAreTheTruthAndEveryExemplarOpensAsAWholeTrace(double baseline)
      throws Exception {
    try (HopwiseProcess server =
            new HopwiseProcess(folder.resolve("data"), "sampling.baseline=" + baseline);
        PrometheusProcess prometheus =
            PrometheusProcess.scraping(
                folder.resolve("prometheus"), URI.create(server.uiEndpoint()).getAuthority())) {
      SentTraffic sent = SentTraffic.send(server);
      Eventually.passes(
          SCRAPED,
          () ->
              assertThat(bySeries(prometheus.query("traces_spanmetrics_calls_total")))
                  .isEqualTo(sent.counts()));
      assertQuantiles(prometheus, sent);
      assertServiceGraph(prometheus);
      Eventually.passes(SCRAPED, () -> assertSettled(server, baseline));
      Eventually.passes(
          SCRAPED, () -> assertThat(exemplars(prometheus)).hasSizeGreaterThanOrEqualTo(10));
      assertWhole(server, sent, exemplars(prometheus));
    }
  }

  /// Debian's speaks the first version only, and does not look at the content type.
  @Test
  void whatIsPushedByRemoteWriteIsTheTruthToo() throws Exception {
    try (PrometheusProcess prometheus = PrometheusProcess.receiving(folder.resolve("prometheus"));
        HopwiseProcess server =
            new HopwiseProcess(
                folder.resolve("data"),
                "sampling.baseline=0.01",
                "push.interval=500ms",
                "push.instance=front",
                "push.remote-write.endpoint=" + prometheus.endpoint() + "/api/v1/write")) {
      SentTraffic sent = SentTraffic.send(server);
      Eventually.passes(
          SCRAPED,
          () ->
              assertThat(
                      bySeries(
                          prometheus.query("traces_spanmetrics_calls_total{instance='front'}")))
                  .isEqualTo(sent.counts()));
      assertQuantiles(prometheus, sent);
      Eventually.passes(SCRAPED, () -> assertSettled(server, 0.01));
      Eventually.passes(
          SCRAPED, () -> assertThat(exemplars(prometheus)).hasSizeGreaterThanOrEqualTo(10));
      assertWhole(server, sent, exemplars(prometheus));
      assertThat(server.get("/metrics").body())
          .contains("hopwise_push_sent_points_total{target=\"remote-write\"}")
          .doesNotContain("hopwise_push_dropped_points_total{");
    }
  }

  private static void assertQuantiles(PrometheusProcess prometheus, SentTraffic sent)
      throws Exception {
    for (double share : List.of(0.5, 0.95, 0.99)) {
      String query = "histogram_quantile(" + share + ", traces_spanmetrics_latency)";
      Map<Series, Double> quantiles = bySeries(prometheus.query(query));
      assertThat(quantiles.keySet()).isEqualTo(sent.durations().keySet());
      quantiles.forEach((series, quantile) -> {
        double truth = sent.quantile(share, series);
        assertThat(quantile)
            .as("%s of %s", share, series)
            .isBetween(truth / (1 + BUCKET_WIDTH) - 1e-9, truth * (1 + BUCKET_WIDTH) + 1e-9);
      });
    }
  }

  /// What Grafana's service graph reads, with native histograms.
  private static void assertServiceGraph(PrometheusProcess prometheus) throws Exception {
    assertThat(one(prometheus, "sum(traces_service_graph_request_total)")).isGreaterThan(1_000);
    assertThat(one(prometheus, "sum(traces_service_graph_request_failed_total)")).isPositive();
    for (String side : List.of("server", "client")) {
      String seconds = "traces_service_graph_request_" + side + "_seconds";
      assertThat(
              one(prometheus, "sum(histogram_count(" + seconds + "))")
                  - one(prometheus, "sum(traces_service_graph_request_total)"))
          .isZero();
      assertThat(one(prometheus, "histogram_quantile(0.9, sum(" + seconds + "))")).isPositive();
    }
    assertThat(prometheus.query("traces_service_graph_request_total"))
        .extracting(sample -> sample.label("connection_type"))
        .contains("database", "messaging_system", "");
  }

  private static double one(PrometheusProcess prometheus, String query) throws Exception {
    List<PrometheusProcess.Sample> samples = prometheus.query(query);
    assertThat(samples).as(query).hasSize(1);
    return samples.getFirst().value();
  }

  private static void assertSettled(HopwiseProcess server, double baseline) {
    JsonNode balance = server.json("/api/v1/status").get("balance");
    assertThat(balance.get("pending").asLong()).isZero();
    if (baseline < 1) {
      assertThat(balance.get("stored").asLong())
          .isPositive()
          .isLessThan(balance.get("received").asLong() / 2);
    }
  }

  private static void assertWhole(HopwiseProcess server, SentTraffic sent, Set<TraceId> exemplars) {
    for (TraceId id : exemplars) {
      assertThat(server.json("/api/v1/traces/" + id.hex()).get("spans"))
          .as(id.hex())
          .hasSize(sent.spans().get(id));
    }
  }

  private static Set<TraceId> exemplars(PrometheusProcess prometheus) throws Exception {
    JsonNode series =
        prometheus.data(
            "/api/v1/query_exemplars?query=traces_spanmetrics_latency&start=0&end=9999999999");
    Set<TraceId> ids = new HashSet<>();
    for (JsonNode each : series) {
      for (JsonNode exemplar : each.get("exemplars")) {
        assertThat(exemplar.at("/labels/span_id").asText()).hasSize(16);
        ids.add(TraceId.parse(exemplar.at("/labels/trace_id").asText()));
      }
    }
    return ids;
  }

  private static Map<Series, Double> bySeries(List<PrometheusProcess.Sample> samples) {
    Map<Series, Double> bySeries = new HashMap<>();
    for (PrometheusProcess.Sample sample : samples) {
      assertThat(bySeries.put(Series.of(sample), sample.value())).isNull();
    }
    return bySeries;
  }
}
