package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.server.config.ConfigLoader;
import dev.hopwise.server.config.ServerConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a running server says of its own work.
@Timeout(60)
class TelemetryTest {

  /// Its randomness is the highest, so that it is kept at any rate.
  private static final long TRACE = 0xFFFFFFFFFFFFFFL;

  @TempDir Path folder;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void everyStageIsTimed() throws Exception {
    List<String> settings =
        List.of(
            "data.dir=" + folder,
            "listen.grpc=127.0.0.1:0",
            "listen.http=127.0.0.1:0",
            "listen.ui=127.0.0.1:0",
            "store.seal-spans=1",
            "sampling.baseline=0.5",
            "decision.quiet=20ms");
    ServerConfig config = ConfigLoader.load(null, Map.of(), settings);
    try (HopwiseServer server = HopwiseServer.start(config, Wiring.open(config));
        Wire wire = new Wire(server.addresses().get("listen.http").port())) {
      wire.exchange(
          "POST", "/v1/traces", "Content-Type: application/x-protobuf", Fixtures.export(TRACE, 2));
      get(server, "/api/v1/services");
      for (String stage : List.of("receive", "decision", "query", "seal", "commit")) {
        while (count(server, "hopwise_stage_duration_seconds_count{stage=\"" + stage + "\"}") < 1) {
          LockSupport.parkNanos(10_000_000);
        }
      }
      String page = get(server, "/metrics");
      assertThat(page)
          .contains("hopwise_exemplars_checked_total", "hopwise_receive_queue_limit_bytes")
          .doesNotContain("hopwise_push_");
      assertThat(count(server, "hopwise_heap_used_bytes")).isPositive();
      assertThat(count(server, "hopwise_threads")).isPositive();
      assertThat(count(server, "hopwise_stage_duration_seconds_count{stage=\"receive\"}"))
          .isEqualTo(1);
    }
  }

  private double count(HopwiseServer server, String sample) throws Exception {
    Matcher matcher =
        Pattern.compile("^" + Pattern.quote(sample) + " (.+)$", Pattern.MULTILINE)
            .matcher(get(server, "/metrics"));
    assertThat(matcher.find()).as(sample).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  private String get(HopwiseServer server, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url("listen.ui") + path)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
