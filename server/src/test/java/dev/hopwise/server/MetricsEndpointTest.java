package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_31_1.Metrics.MetricFamily;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `/metrics` of a running server.
@Timeout(60)
class MetricsEndpointTest {

  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String CLASSIC = "text/plain; version=0.0.4; charset=utf-8";

  /// As Prometheus 2.42 sends it with native histograms on.
  private static final String PROMETHEUS =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,"
          + "application/openmetrics-text;version=1.0.0;q=0.8,"
          + "application/openmetrics-text;version=0.0.1;q=0.75,"
          + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

  private static final String FAMILIES =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily";
  private static final String PROTOBUF =
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

  private static final String LABELS =
      "{service=\"unknown_service\",span_name=\"\",span_kind=\"SPAN_KIND_UNSPECIFIED\","
          + "status_code=\"STATUS_CODE_UNSET\"";

  @TempDir Path folder;
  private RunningServer running;

  @BeforeEach
  void open() throws Exception {
    running = new RunningServer(folder, "sampling.baseline=0.5", "decision.quiet=20ms");
  }

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void showsWhatWasSentBesideTheBalanceAndPointsOnlyToWhatIsKept() throws Exception {
    try (Wire wire = new Wire(running.port("listen.http"))) {
      String type = "Content-Type: application/x-protobuf";
      wire.exchange("POST", "/v1/traces", type, Fixtures.export(1, 3));
      wire.exchange("POST", "/v1/traces", type, Fixtures.export(0xFFFFFFFFFFFFFFL, 2));
      wire.exchange("POST", "/v1/traces", type, Fixtures.export(2, 4));
    }
    while (running.server.balance().pending() > 0) {
      LockSupport.parkNanos(10_000_000);
    }
    HttpResponse<String> page = get(OPEN_METRICS);
    assertThat(page.headers().firstValue("vary").orElse("")).containsIgnoringCase("accept");
    assertThat(page.body())
        .contains("\ntraces_spanmetrics_calls_total" + LABELS + "} 9\n")
        .contains("\ntraces_spanmetrics_latency_count" + LABELS + "} 9\n")
        .contains("\nhopwise_spans_received_total 9\n")
        .contains("\nhopwise_spans_sampled_out_total 7\n")
        .contains("\nhopwise_measure_spans_total 9\n")
        .containsPattern(
            "\ntraces_spanmetrics_latency_bucket\\{[^}]*,le=\"0.002\"} 9"
                + " # \\{trace_id=\"000000000000000000ffffffffffffff\",span_id=\"[0-9a-f]{16}\"} 1.0E-6 \\d+\\.\\d{3}\n")
        .endsWith("# EOF\n");
    assertThat(page.body().split("# \\{trace_id=")).hasSize(2);
    assertThat(get("text/plain").body())
        .contains("\ntraces_spanmetrics_calls_total" + LABELS + "} 9\n")
        .doesNotContain("# {trace_id=", "# EOF");
  }

  @ParameterizedTest
  @CsvSource({
    "'" + PROMETHEUS + "', '" + PROTOBUF + "'",
    "'" + FAMILIES + ";encoding=delimited;q=0,*/*;q=0.1', '" + CLASSIC + "'",
    "'" + FAMILIES + ";encoding=delimited;q=0.3,text/plain;q=0.2', '" + PROTOBUF + "'",
    "'" + FAMILIES + ";encoding=delimited;q=0.2,text/plain;q=0.3', '" + CLASSIC + "'",
    "'" + FAMILIES + ";encoding=text', '" + CLASSIC + "'",
    "'application/vnd.google.protobuf', '" + CLASSIC + "'",
    "application/openmetrics-text, '" + OPEN_METRICS + "'",
    "'text/plain;q=0.2,application/openmetrics-text;q=0.3', '" + OPEN_METRICS + "'",
    "'application/openmetrics-text;q=0.2,text/plain', '" + CLASSIC + "'",
    "text/plain, '" + CLASSIC + "'",
    "*/*, '" + CLASSIC + "'",
    "text/html, '" + CLASSIC + "'",
  })
  void answersInTheFormThatIsPreferred(String accept, String contentType) throws Exception {
    HttpResponse<String> page = get(accept);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-type")).contains(contentType);
  }

  @Test
  void protobufIsCompressedWhereTheClientTakesIt() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(running.server.url("listen.ui") + "/metrics"))
            .header("Accept", PROMETHEUS)
            .header("Accept-Encoding", "gzip")
            .build();
    try (HttpClient client = http1()) {
      HttpResponse<InputStream> page =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(page.headers().firstValue("content-encoding")).contains("gzip");
      InputStream in = new GZIPInputStream(page.body());
      Map<String, MetricFamily> families = new HashMap<>();
      for (MetricFamily family = MetricFamily.parseDelimitedFrom(in);
          family != null;
          family = MetricFamily.parseDelimitedFrom(in)) {
        assertThat(families.put(family.getName(), family)).isNull();
      }
      assertThat(families.get("hopwise_spans_received_total").getMetric(0).getCounter().getValue())
          .isZero();
      assertThat(families).containsKeys("hopwise_uptime_seconds", "hopwise_measure_series");
    }
  }

  /// As Prometheus does it.
  private static HttpClient http1() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private HttpResponse<String> get(String accept) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(running.server.url("listen.ui") + "/metrics"))
            .header("Accept", accept)
            .build();
    try (HttpClient client = http1()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }
}
