package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import dev.hopwise.server.config.ConfigLoader;
import dev.hopwise.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Tempo's API at the root of its own port, and beside the page.
@Timeout(60)
class TempoPortTest {

  @TempDir Path folder;

  @Test
  void answersAtTheRootOfItsPort() throws Exception {
    ServerConfig config =
        ConfigLoader.load(
            null,
            Map.of(),
            List.of(
                "data.dir=" + folder,
                "listen.grpc=127.0.0.1:0",
                "listen.http=127.0.0.1:0",
                "listen.ui=127.0.0.1:0",
                "listen.tempo=127.0.0.1:0"));
    try (HopwiseServer running = HopwiseServer.start(config, Wiring.open(config))) {
      String tempo = running.url("listen.tempo");
      WebClient client = WebClient.of(tempo);
      assertThat(client.get("/api/echo").aggregate().join().contentUtf8()).isEqualTo("echo");
      assertThat(client.get("/ready").aggregate().join().status().code()).isEqualTo(200);
      assertThat(client.get("/api/status/buildinfo").aggregate().join().contentUtf8())
          .contains("\"version\":\"" + Version.TEXT + "\"");
      assertThat(client.get("/api/nothing").aggregate().join().status().code()).isEqualTo(404);
      assertThat(healthCheck(tempo)).isEqualTo("0");
      assertThat(healthCheck(running.url("listen.ui"))).isEqualTo("0");
    }
  }

  /// Grafana's, of a data source that streams: an empty query, of which the end will do.
  private static String healthCheck(String url) {
    AggregatedHttpResponse answer =
        WebClient.of(url.replace("http:", "h2c:"))
            .execute(
                RequestHeaders.builder(HttpMethod.POST, "/tempopb.StreamingQuerier/Search")
                    .set("content-type", "application/grpc")
                    .build(),
                HttpData.wrap(new byte[5]))
            .aggregate()
            .join();
    return answer.trailers().get("grpc-status", answer.headers().get("grpc-status", ""));
  }

  @Test
  void isOffUnlessAskedFor() throws Exception {
    try (RunningServer running = new RunningServer(folder)) {
      assertThat(running.server.addresses()).doesNotContainKey("listen.tempo");
    }
  }
}
