package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hopwise.receive.StandardRequestDecoder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One server in front of another.
@Timeout(60)
class ForwardingTest {

  private static final String PROTOBUF = "Content-Type: application/x-protobuf";

  /// Kept by a baseline of 50 %, and not.
  private static final long KEPT = 0xFFFFFFFFFFFFFFL;

  private static final long DROPPED = 1;

  @TempDir Path folder;
  private final List<RunningServer> servers = new ArrayList<>();

  @AfterEach
  void close() {
    servers.reversed().forEach(RunningServer::close);
  }

  @ParameterizedTest
  @CsvSource({"http/protobuf, kept, 3", "http/protobuf, all, 7", "grpc, kept, 3", "grpc, all, 7"})
  void sendsOnWhatItIsToldTo(String protocol, String what, int spans) throws Exception {
    RunningServer behind = server("behind");
    RunningServer front =
        server(
            "front",
            "sampling.baseline=0.5",
            "decision.quiet=100ms",
            "forward.endpoint=http://127.0.0.1:"
                + behind.port(protocol.equals("grpc") ? "listen.grpc" : "listen.http"),
            "forward.protocol=" + protocol,
            "forward.what=" + what);
    send(front, Fixtures.export(KEPT, 3));
    send(front, Fixtures.export(DROPPED, 4));
    until(() -> behind.store.traceIds().size() >= spans);
    until(() -> front.store.traceIds().size() == 3);
    until(() -> status(front).at("/forward/sent").asInt() == spans);
    assertThat(behind.store.traceIds()).hasSize(spans);
    JsonNode forward = status(front).get("forward");
    assertThat(forward.get("queuedBytes").asLong()).isZero();
    assertThat(forward.get("dropped").isEmpty()).isTrue();
    assertThat(get(front, "/metrics")).contains("\nhopwise_forward_sent_spans_total " + spans);
  }

  @Test
  void saysWhatTheServerBehindRefused() throws Exception {
    RunningServer behind = server("behind");
    RunningServer front =
        server("front", "forward.endpoint=" + behind.server.url("listen.ui") + "/nothing-here");
    send(front, Fixtures.export(KEPT, 3));
    until(() -> status(front).at("/forward/dropped/refused").asInt() == 3);
    assertThat(status(front).at("/forward/lastError").asText()).startsWith("HTTP 40");
    assertThat(get(front, "/metrics"))
        .contains("\nhopwise_forward_dropped_spans_total{reason=\"refused\"} 3");
    assertThat(front.store.traceIds()).hasSize(3);
  }

  @Test
  void acceptsAndStoresWhileTheServerBehindIsDownAndDeliversLater() throws Exception {
    RunningServer first = server("behind");
    int port = first.port("listen.http");
    first.close();
    RunningServer front = server("front", "forward.endpoint=http://127.0.0.1:" + port);
    send(front, Fixtures.export(KEPT, 3));
    assertThat(front.store.traceIds()).hasSize(3);
    until(() -> status(front).at("/forward/retries").asInt() > 0);
    RunningServer second = server("behind-again", "listen.http=127.0.0.1:" + port);
    until(() -> second.store.traceIds().size() == 3);
  }

  @Test
  void saysNothingOfItWhereNothingIsSentOn() throws Exception {
    RunningServer alone = server("alone");
    assertThat(status(alone).get("forward").isNull()).isTrue();
    assertThat(get(alone, "/metrics")).doesNotContain("hopwise_forward");
  }

  private RunningServer server(String name, String... settings) throws Exception {
    RunningServer server =
        new RunningServer(
            folder.resolve(name), StandardRequestDecoder::new, HeadView.ALL, settings);
    servers.add(server);
    return server;
  }

  private static void send(RunningServer to, byte[] export) throws Exception {
    try (Wire wire = new Wire(to.port("listen.http"))) {
      assertThat(wire.exchange("POST", "/v1/traces", PROTOBUF, export).status()).isEqualTo(200);
    }
  }

  private static JsonNode status(RunningServer of) {
    try {
      return new ObjectMapper().readTree(get(of, "/api/v1/status"));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String get(RunningServer of, String path) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(of.server.url("listen.ui") + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static void until(BooleanSupplier holds) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("not reached in time").isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
