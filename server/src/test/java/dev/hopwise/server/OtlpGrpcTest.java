package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Statuses and trailers of OTLP over gRPC, with frames made by hand.
@Timeout(60)
class OtlpGrpcTest {

  private static final String EXPORT =
      "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

  @TempDir Path folder;
  private RunningServer running;

  @BeforeEach
  void open() throws Exception {
    running =
        new RunningServer(folder, "receive.body-bytes-max=64KiB", "receive.queue-bytes=64KiB");
  }

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void acceptsAMessageAndAnswersWithOneAndTrailers() {
    AggregatedHttpResponse answer = call(EXPORT, "", frame(0, Fixtures.export(1, 3)));
    assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
    assertThat(answer.content().array()).isEqualTo(new byte[5]);
    assertThat(running.store.traceIds()).hasSize(3);
  }

  @Test
  void acceptsGzip() {
    AggregatedHttpResponse answer =
        call(EXPORT, "gzip", frame(1, Fixtures.gzip(Fixtures.export(1, 3))));
    assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
    assertThat(running.store.traceIds()).hasSize(3);
  }

  @Test
  void acceptsAnUncompressedMessageWhereCompressionIsAnnounced() {
    assertThat(status(call(EXPORT, "gzip", frame(0, Fixtures.export(1, 3))))).isEqualTo("0");
    assertThat(running.store.traceIds()).hasSize(3);
  }

  @Test
  void saysHowManySpansWereRejectedAndWhy() throws Exception {
    byte[] content =
        call(EXPORT, "", frame(0, Fixtures.exportWithZeroIds(1, 3, 2))).content().array();
    var partial =
        ExportTraceServiceResponse.parseFrom(Arrays.copyOfRange(content, 5, content.length))
            .getPartialSuccess();
    assertThat(partial.getRejectedSpans()).isEqualTo(2);
    assertThat(partial.getErrorMessage()).isEqualTo("trace id is all zeros");
  }

  @Test
  void refusesDamagedMessagesAsInvalidArgument() {
    byte[] whole = Fixtures.export(1, 3);
    AggregatedHttpResponse answer =
        call(EXPORT, "", frame(0, Arrays.copyOf(whole, whole.length - 1)));
    assertThat(status(answer)).isEqualTo("3");
    assertThat(details(answer)).contains("google.rpc.BadRequest");
  }

  @Test
  void refusesTooLargeMessagesWithoutAskingForARetry() {
    AggregatedHttpResponse plain = call(EXPORT, "", frame(0, Fixtures.export(1, 2_000)));
    assertThat(status(plain)).isEqualTo("8");
    assertThat(plain.headers().get("grpc-message")).contains("receive.body-bytes-max");
    assertThat(plain.headers().contains("grpc-status-details-bin")).isFalse();
    AggregatedHttpResponse inflated =
        call(EXPORT, "gzip", frame(1, Fixtures.gzip(Fixtures.export(1, 2_000))));
    assertThat(status(inflated)).isEqualTo("8");
    assertThat(inflated.headers().contains("grpc-status-details-bin")).isFalse();
    assertThat(running.server.balance().refusedRequests()).isEqualTo(Map.of("too-large", 2L));
  }

  @Test
  void asksForARetryWhenTheJournalIsFull() {
    running.journal.full = true;
    AggregatedHttpResponse answer = call(EXPORT, "", frame(0, Fixtures.export(1, 3)));
    assertThat(status(answer)).isEqualTo("14");
    assertThat(details(answer)).contains("google.rpc.RetryInfo");
  }

  @Test
  void asksForARetryWhenThereIsNoMemoryForTheBody() throws Exception {
    synchronized (running.store.gate) {
      CompletableFuture<AggregatedHttpResponse> first =
          send(EXPORT, "", frame(0, Fixtures.export(1, 900)));
      AggregatedHttpResponse second = call(EXPORT, "", frame(0, Fixtures.export(2, 900)));
      // Whichever came first holds most of the 64 KiB until the store goes on.
      AggregatedHttpResponse refused = first.isDone() ? first.join() : second;
      assertThat(status(refused)).isEqualTo("8");
      assertThat(details(refused)).contains("google.rpc.RetryInfo");
    }
  }

  @Test
  void refusesWrongFrames() {
    assertThat(status(call(EXPORT, "", new byte[3]))).isEqualTo("13");
    assertThat(status(call(EXPORT, "", frame(1, new byte[0])))).isEqualTo("13");
    assertThat(status(call(EXPORT, "", frame(9, new byte[0])))).isEqualTo("13");
    byte[] tooLong = frame(0, Fixtures.export(1, 1));
    assertThat(status(call(EXPORT, "", Arrays.copyOf(tooLong, tooLong.length - 1))))
        .isEqualTo("13");
    assertThat(running.server.balance().refusedRequests()).isEqualTo(Map.of("malformed", 4L));
  }

  @Test
  void refusesUnknownCompressionMethodsAndServices() {
    AggregatedHttpResponse snappy = call(EXPORT, "snappy", frame(1, new byte[1]));
    assertThat(status(snappy)).isEqualTo("12");
    assertThat(snappy.headers().get("grpc-accept-encoding")).contains("gzip");
    AggregatedHttpResponse metrics =
        call(
            "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
            "",
            frame(0, new byte[0]));
    assertThat(status(metrics)).isEqualTo("12");
    assertThat(metrics.headers().get("grpc-message")).contains("only traces are taken");
    assertThat(status(call("/some.Service/Method", "", frame(0, new byte[0])))).isEqualTo("12");
  }

  @Test
  void pointsSendersOfPlainHttpToTheOtherPort() throws Exception {
    try (Wire wire = new Wire(running.port("listen.grpc"))) {
      var answer =
          wire.exchange("POST", "/v1/traces", "Content-Type: application/x-protobuf", new byte[0]);
      assertThat(answer.status()).isEqualTo(415);
      assertThat(answer.text()).contains("listen.http");
    }
  }

  private AggregatedHttpResponse call(String path, String encoding, byte[] body) {
    return send(path, encoding, body).join();
  }

  private CompletableFuture<AggregatedHttpResponse> send(
      String path, String encoding, byte[] body) {
    RequestHeadersBuilder headers =
        RequestHeaders.builder(HttpMethod.POST, path).set("content-type", "application/grpc");
    if (!encoding.isEmpty()) {
      headers.set("grpc-encoding", encoding);
    }
    return WebClient.of("h2c://127.0.0.1:" + running.port("listen.grpc"))
        .execute(headers.build(), HttpData.wrap(body))
        .aggregate();
  }

  private static String status(AggregatedHttpResponse answer) {
    assertThat(answer.status().code()).isEqualTo(200);
    return answer.headers().contains("grpc-status")
        ? answer.headers().get("grpc-status")
        : answer.trailers().get("grpc-status");
  }

  private static String details(AggregatedHttpResponse answer) {
    return new String(
        Base64.getDecoder().decode(answer.headers().get("grpc-status-details-bin")),
        StandardCharsets.UTF_8);
  }

  private static byte[] frame(int flag, byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) flag)
        .putInt(message.length)
        .put(message)
        .array();
  }
}
