package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hopwise.server.Wire.Answer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Statuses and bodies of OTLP over HTTP, sent byte by byte.
@Timeout(60)
class OtlpHttpTest {

  private static final String PROTOBUF = "Content-Type: application/x-protobuf";
  private static final String JSON = "Content-Type: application/json; charset=utf-8";

  @TempDir Path folder;
  private RunningServer running;
  private Wire wire;

  @BeforeEach
  void open() throws Exception {
    running =
        new RunningServer(
            folder,
            "receive.body-bytes-max=64KiB",
            "receive.queue-bytes=64KiB",
            "receive.cors-origins=https://shop.example");
    wire = new Wire(running.port("listen.http"));
  }

  @AfterEach
  void close() throws IOException {
    wire.close();
    running.close();
  }

  @Test
  void acceptsProtobufAndAnswersInIt() throws IOException {
    Answer answer = wire.exchange("POST", "/v1/traces", PROTOBUF, Fixtures.export(1, 3));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("content-type", "application/x-protobuf");
    assertThat(answer.body()).isEmpty();
    assertThat(running.store.traceIds()).hasSize(3);
  }

  @Test
  void acceptsJsonAndAnswersInIt() throws IOException {
    Answer answer = wire.exchange("POST", "/v1/traces", JSON, bytes("{}"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("content-type", "application/json");
    assertThat(answer.text()).isEqualTo("{}");
  }

  @Test
  void acceptsGzip() throws IOException {
    Answer answer =
        wire.exchange(
            "POST",
            "/v1/traces",
            PROTOBUF + "\r\nContent-Encoding: gzip",
            Fixtures.gzip(Fixtures.export(1, 3)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(running.store.traceIds()).hasSize(3);
  }

  @Test
  void acceptsChunkedBodies() throws IOException {
    byte[] body = Fixtures.export(1, 3);
    wire.write(
        bytes(
            "POST /v1/traces HTTP/1.1\r\nHost: t\r\n"
                + PROTOBUF
                + "\r\nTransfer-Encoding: chunked\r\n\r\n"));
    for (byte each : body) {
      wire.write(new byte[] {'1', '\r', '\n', each, '\r', '\n'});
    }
    wire.write(bytes("0\r\n\r\n"));
    assertThat(wire.read().status()).isEqualTo(200);
    assertThat(running.store.traceIds()).hasSize(3);
  }

  @Test
  void saysHowManySpansWereRejectedAndWhy() throws IOException {
    Answer answer =
        wire.exchange("POST", "/v1/traces", PROTOBUF, Fixtures.exportWithZeroIds(1, 3, 2));
    assertThat(answer.status()).isEqualTo(200);
    var partial = ExportTraceServiceResponse.parseFrom(answer.body()).getPartialSuccess();
    assertThat(partial.getRejectedSpans()).isEqualTo(2);
    assertThat(partial.getErrorMessage()).isEqualTo("trace id is all zeros");
  }

  @Test
  void refusesOtherMethods() throws IOException {
    Answer answer = wire.exchange("GET", "/v1/traces", "", new byte[0]);
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("allow", "POST");
    assertThat(answer.text()).isEqualTo("405 method not allowed, supported: [POST]");
  }

  @Test
  void refusesOtherContentTypesAndKeepsTheConnection() throws IOException {
    for (String type : List.of("", "Content-Type: text/plain", "Content-Type: application/json5")) {
      Answer answer = wire.exchange("POST", "/v1/traces", type, bytes("hello"));
      assertThat(answer.status()).isEqualTo(415);
      assertThat(answer.text()).startsWith("415 unsupported media type");
    }
    assertThat(wire.exchange("POST", "/v1/traces", JSON, bytes("{}")).status()).isEqualTo(200);
    assertThat(running.server.balance().refusedRequests()).isEqualTo(Map.of("unsupported", 3L));
  }

  @Test
  void refusesUnknownContentEncodings() throws IOException {
    Answer answer =
        wire.exchange("POST", "/v1/traces", JSON + "\r\nContent-Encoding: br", bytes("{}"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("unsupported Content-Encoding: br");
  }

  @Test
  void refusesTruncatedRequestsWithAStatusInTheirOwnEncoding() throws IOException {
    byte[] whole = Fixtures.export(1, 3);
    Answer binary =
        wire.exchange("POST", "/v1/traces", PROTOBUF, Arrays.copyOf(whole, whole.length - 1));
    assertThat(binary.status()).isEqualTo(400);
    assertThat(binary.headers()).containsEntry("content-type", "application/x-protobuf");
    assertThat(binary.text()).contains("type.googleapis.com/google.rpc.BadRequest");
    Answer json = wire.exchange("POST", "/v1/traces", JSON, bytes("{\"resourceSpans\":["));
    assertThat(json.status()).isEqualTo(400);
    var status = new ObjectMapper().readTree(json.body());
    assertThat(status.path("code").asInt()).isEqualTo(3);
    assertThat(status.path("message").asText()).isNotEmpty();
    assertThat(status.at("/details/0/fieldViolations/0/field").asText()).isEqualTo("body");
    assertThat(running.store.traceIds()).isEmpty();
  }

  @Test
  void refusesBodiesThatAreTooLargeBeforeOrAfterDecompression() throws IOException {
    byte[] large = Fixtures.export(1, 2_000);
    assertThat(large.length).isGreaterThan(64 << 10);
    Answer plain = wire.exchange("POST", "/v1/traces", PROTOBUF, large);
    assertThat(plain.status()).isEqualTo(413);
    assertThat(plain.text()).contains("receive.body-bytes-max of 65536 bytes");
    byte[] gzip = Fixtures.gzip(large);
    assertThat(gzip.length).isLessThan(64 << 10);
    Answer inflated =
        wire.exchange("POST", "/v1/traces", PROTOBUF + "\r\nContent-Encoding: gzip", gzip);
    assertThat(inflated.status()).isEqualTo(413);
    assertThat(running.server.balance().refusedRequests()).isEqualTo(Map.of("too-large", 2L));
    assertThat(wire.exchange("POST", "/v1/traces", JSON, bytes("{}")).status()).isEqualTo(200);
  }

  @Test
  void aRequestWaitsForRoomAndIsTaken() throws Exception {
    Wire slow = slowSender();
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(() -> {
          try {
            return wire.exchange("POST", "/v1/traces", JSON, bytes("{}"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    while (running.server.bodiesWaiting() == 0) {
      Thread.onSpinWait(); // bounded by the class's timeout
    }
    slow.close();
    assertThat(waiting.get().status()).isEqualTo(200);
    awaitNoBodies();
  }

  /// Takes all the memory for bodies.
  private Wire slowSender() throws IOException {
    Wire slow = new Wire(running.port("listen.http"));
    slow.write(
        bytes(
            "POST /v1/traces HTTP/1.1\r\nHost: t\r\n"
                + PROTOBUF
                + "\r\nContent-Length: 65536\r\n\r\n"));
    slow.write(new byte[60 << 10]);
    while (running.server.bodyBytes() < 64 << 10) {
      Thread.onSpinWait(); // bounded by the class's timeout
    }
    return slow;
  }

  @Test
  void tellsSendersToTryAgainWhileTheMemoryForBodiesIsTaken() throws IOException {
    Wire slow = slowSender();
    Answer answer = wire.exchange("POST", "/v1/traces", JSON, bytes("{}"));
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.headers()).containsEntry("retry-after", "1");
    assertThat(answer.text()).contains("receive.queue-bytes");
    slow.close();
    awaitNoBodies();
    assertThat(wire.exchange("POST", "/v1/traces", JSON, bytes("{}")).status()).isEqualTo(200);
  }

  @Test
  void answers503WhenTheJournalIsFull() throws IOException {
    running.journal.full = true;
    Answer answer = wire.exchange("POST", "/v1/traces", PROTOBUF, Fixtures.export(1, 3));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsEntry("retry-after", "1");
    assertThat(running.server.balance().refused()).isEqualTo(Map.of("overloaded", 3L));
  }

  @Test
  void takesNoHarmFromSendersThatGoAway() throws IOException {
    for (int i = 0; i < 50; i++) {
      try (Wire each = new Wire(running.port("listen.http"))) {
        each.write(
            bytes(
                "POST /v1/traces HTTP/1.1\r\nHost: t\r\n"
                    + PROTOBUF
                    + "\r\nContent-Length: 20000\r\n\r\nabc"));
      }
    }
    awaitNoBodies();
    assertThat(wire.exchange("POST", "/v1/traces", JSON, bytes("{}")).status()).isEqualTo(200);
    assertThat(running.server.balance().received()).isZero();
  }

  @Test
  void stopsWithinSecondsThoughASenderNeverFinishes() throws IOException {
    wire.write(
        bytes(
            "POST /v1/traces HTTP/1.1\r\nHost: t\r\n"
                + PROTOBUF
                + "\r\nContent-Length: 9\r\n\r\n"));
    long before = System.nanoTime();
    running.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void saysThatMetricsAndLogsAreNotTaken() throws IOException {
    Answer answer = wire.exchange("POST", "/v1/metrics", PROTOBUF, new byte[0]);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).contains("takes traces only");
    assertThat(wire.exchange("POST", "/v1/logs", PROTOBUF, new byte[0]).status()).isEqualTo(404);
    assertThat(wire.exchange("POST", "/", PROTOBUF, new byte[0]).status()).isEqualTo(404);
  }

  @Test
  void letsWebPagesOfTheConfiguredOriginSend() throws IOException {
    String preflight =
        "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n";
    Answer allowed =
        wire.exchange(
            "OPTIONS", "/v1/traces", preflight + "Origin: https://shop.example", new byte[0]);
    assertThat(allowed.status()).isEqualTo(200);
    assertThat(allowed.headers())
        .containsEntry("access-control-allow-origin", "https://shop.example");
    Answer other =
        wire.exchange(
            "OPTIONS", "/v1/traces", preflight + "Origin: https://evil.example", new byte[0]);
    assertThat(other.headers()).doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void takesZipkinOnItsOwnPortAndBesideOtlp() throws IOException {
    for (String key : List.of("listen.http", "listen.zipkin")) {
      try (Wire zipkin = new Wire(running.port(key))) {
        assertThat(zipkin.exchange("POST", "/api/v2/spans", "", bytes("[]")).status())
            .isEqualTo(202);
        Answer empty = zipkin.exchange("POST", "/api/v2/spans", "", new byte[0]);
        assertThat(empty.status()).isEqualTo(202);
        assertThat(empty.body()).isEmpty();
        Answer bad = zipkin.exchange("POST", "/api/v2/spans", "", bytes("hello"));
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.text()).isEqualTo("Expected a JSON_V2 encoded list");
      }
    }
  }

  /// Waits until the bodies of senders that went away are out of memory.
  private void awaitNoBodies() {
    while (running.server.bodyBytes() > 0) {
      Thread.onSpinWait(); // bounded by the class's timeout
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
