package dev.hopwise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Metrics point to nothing that the store has given up.
@Timeout(120)
class ExemplarRetentionTest {

  private static final Pattern EXEMPLAR = Pattern.compile("# \\{trace_id=\"([0-9a-f]{32})\"");

  @TempDir private Path folder;

  @Test
  void anExemplarGoesWithItsTrace() throws Exception {
    try (HopwiseProcess server =
        new HopwiseProcess(folder.resolve("data"), "store.seal-age=5s", "retention.max-bytes=1")) {
      SentTraffic.send(server);
      assertThat(exemplars(server)).isNotEmpty();
      Eventually.passes(
          Duration.ofSeconds(30),
          () -> {
            assertThat(server.json("/api/v1/status").at("/store/spans").asLong()).isZero();
            assertThat(server.json("/api/v1/status").at("/store/expiredSpans").asLong())
                .isPositive();
          });
      assertThat(exemplars(server)).isEmpty();
      assertThat(page(server)).contains("\ntraces_spanmetrics_calls_total{");
    }
  }

  private static List<String> exemplars(HopwiseProcess server) throws Exception {
    return EXEMPLAR.matcher(page(server)).results().map(MatchResult::group).toList();
  }

  private static String page(HopwiseProcess server) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.uiEndpoint() + "/metrics"))
            .header("Accept", "application/openmetrics-text")
            .build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
