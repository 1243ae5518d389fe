package dev.hopwise.server.forward;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpResponse;
import dev.hopwise.model.KeepMark;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.server.Fixtures;
import dev.hopwise.server.deliver.Retries;
import dev.hopwise.server.forward.ForwardOptions.Protocol;
import dev.hopwise.testkit.Batches;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a receiver that takes, refuses, delays, asks for patience, or is not there.
@Timeout(60)
class ForwarderTest {

  private static final Duration WAIT = Duration.ofMillis(20);
  private static final Retries PATIENT =
      new Retries(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofSeconds(30));
  private static final int QUEUE_BYTES = 1 << 20;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void sendsEverySpanOnce(Protocol protocol) {
    Receiver receiver = receiver(protocol);
    Forwarder forwarder = forwarder(options(receiver.endpoint(), protocol, PATIENT));
    for (int trace = 1; trace <= 20; trace++) {
      forwarder.offer(batch(trace, 5));
    }
    until(() -> forwarder.status().sent() == 100);
    assertThat(receiver.spans().stream().map(s -> s.getTraceId() + " " + s.getSpanId()))
        .hasSize(100)
        .doesNotHaveDuplicates();
    ForwardStatus status = forwarder.status();
    assertThat(status.queuedSpans()).isZero();
    assertThat(status.queuedBytes()).isZero();
    assertThat(status.dropped()).isEmpty();
    assertThat(status.lastError()).isNull();
    assertThat(receiver.calls).as("small requests go together").hasSizeLessThan(20);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void sendsHeadersAndSaysWhoItIs(Protocol protocol) {
    Receiver receiver = receiver(protocol);
    Forwarder forwarder = forwarder(options(receiver.endpoint(), protocol, PATIENT));
    forwarder.offer(batch(1, 1));
    until(() -> forwarder.status().sent() == 1);
    var headers = receiver.calls.getFirst().headers();
    assertThat(headers.get("x-api-key")).isEqualTo("secret");
    assertThat(headers.get("user-agent")).isEqualTo("Hopwise/test");
    assertThat(headers.path())
        .isEqualTo(
            protocol == Protocol.GRPC
                ? "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
                : "/v1/traces");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/otlp", "/otlp/", "/otlp/v1/traces"})
  void addsTheMethodsPathToTheEndpoints(String path) {
    Receiver receiver = receiver(Protocol.HTTP_PROTOBUF);
    Forwarder forwarder =
        forwarder(options(receiver.endpoint().resolve(path), Protocol.HTTP_PROTOBUF, PATIENT));
    forwarder.offer(batch(1, 1));
    until(() -> forwarder.status().sent() == 1);
    assertThat(receiver.calls.getFirst().headers().path()).isEqualTo("/otlp/v1/traces");
  }

  @Test
  void tellsTheReceiverHowManyTracesAKeptOneStandsFor() {
    Receiver receiver = receiver(Protocol.HTTP_PROTOBUF);
    Forwarder forwarder = forwarder(options(receiver.endpoint(), Protocol.HTTP_PROTOBUF, PATIENT));
    SpanBatch batch = batch(1, 2);
    int mark = batch.addKeep(new KeepMark("baseline", "quiet", 0.25, null));
    batch.keepIndex[1] = mark;
    batch.inclusionProbability[1] = 0.25;
    forwarder.offer(batch);
    until(() -> forwarder.status().sent() == 2);
    assertThat(receiver.spans().stream().map(Span::getTraceState)).containsExactly("", "ot=th:c");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void triesAgainWhereTheAnswerAllowsIt(int status) {
    Receiver receiver = receiver(Protocol.HTTP_PROTOBUF);
    receiver.answer(List.of(() -> Answers.status(status, ""), () -> Answers.status(status, "")));
    Forwarder forwarder = forwarder(options(receiver.endpoint(), Protocol.HTTP_PROTOBUF, PATIENT));
    forwarder.offer(batch(1, 3));
    until(() -> forwarder.status().sent() == 3);
    assertThat(receiver.calls).hasSize(3);
    assertThat(forwarder.status().retries()).isEqualTo(2);
    assertThat(forwarder.status().lastError()).isEqualTo("HTTP " + status);
    assertThat(forwarder.status().dropped()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 10, 11, 14, 15})
  void triesAgainWhereTheGrpcStatusAllowsIt(int status) {
    Receiver receiver = receiver(Protocol.GRPC);
    receiver.answer(List.of(() -> Answers.grpc(status, "busy")));
    Forwarder forwarder = forwarder(options(receiver.endpoint(), Protocol.GRPC, PATIENT));
    forwarder.offer(batch(1, 3));
    until(() -> forwarder.status().sent() == 3);
    assertThat(forwarder.status().lastError()).isEqualTo("gRPC status " + status + ": busy");
  }

  @Test
  void triesAgainAfterExhaustionOnlyWhenToldHowLongToWait() {
    Receiver receiver = receiver(Protocol.GRPC);
    receiver.answer(List.of(() -> Answers.grpcRetryInfo(8, 300)));
    Forwarder forwarder = forwarder(options(receiver.endpoint(), Protocol.GRPC, PATIENT));
    forwarder.offer(batch(1, 3));
    until(() -> forwarder.status().sent() == 3);
    assertThat(receiver.calls.get(1).atNanos() - receiver.calls.get(0).atNanos())
        .isGreaterThanOrEqualTo(Duration.ofMillis(300).toNanos());
    receiver.answer(List.of(() -> Answers.grpc(8, "message too large")));
    forwarder.offer(batch(2, 4));
    until(() -> forwarder.status().dropped().equals(Map.of("refused", 4L)));
    assertThat(receiver.calls).hasSize(3);
  }

  @Test
  void waitsAsLongAsRetryAfterAsks() {
    Receiver receiver = receiver(Protocol.HTTP_PROTOBUF);
    receiver.answer(List.of(() -> Answers.retryAfter(429, "1")));
    Forwarder forwarder = forwarder(options(receiver.endpoint(), Protocol.HTTP_PROTOBUF, PATIENT));
    forwarder.offer(batch(1, 1));
    until(() -> forwarder.status().sent() == 1);
    assertThat(receiver.calls.get(1).atNanos() - receiver.calls.get(0).atNanos())
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 413, 500})
  void givesUpAtOnceWhereAnotherTryWouldNotHelp(int status) {
    Receiver receiver = receiver(Protocol.HTTP_PROTOBUF);
    receiver.answer(List.of(() -> Answers.status(status, "no\n way")));
    Forwarder forwarder = forwarder(options(receiver.endpoint(), Protocol.HTTP_PROTOBUF, PATIENT));
    forwarder.offer(batch(1, 3));
    until(() -> forwarder.status().dropped().equals(Map.of("refused", 3L)));
    assertThat(receiver.calls).hasSize(1);
    assertThat(forwarder.status().lastError()).isEqualTo("HTTP " + status + ": no way");
    assertThat(forwarder.status().queuedBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void countsWhatTheReceiverRejects(Protocol protocol) {
    Receiver receiver = receiver(protocol);
    Supplier<HttpResponse> rejecting =
        protocol == Protocol.GRPC
            ? () -> Answers.grpcRejecting(2, "too old")
            : () -> Answers.rejecting(2, "too old");
    receiver.answer(List.of(rejecting));
    Forwarder forwarder = forwarder(options(receiver.endpoint(), protocol, PATIENT));
    forwarder.offer(batch(1, 5));
    until(() -> forwarder.status().sent() == 3);
    assertThat(forwarder.status().dropped()).isEqualTo(Map.of("rejected", 2L));
    assertThat(forwarder.status().lastError()).isEqualTo("2 of 5 spans rejected: too old");
  }

  @Test
  void givesUpAfterItsTime() {
    Receiver receiver = keep(new Receiver(0, () -> Answers.status(503, "down for maintenance")));
    Retries impatient =
        new Retries(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(200));
    Forwarder forwarder =
        forwarder(options(receiver.endpoint(), Protocol.HTTP_PROTOBUF, impatient));
    forwarder.offer(batch(1, 3));
    until(() -> forwarder.status().dropped().equals(Map.of("unanswered", 3L)));
    assertThat(forwarder.status().retries()).isPositive();
  }

  @Test
  void waitsForAReceiverThatIsNotThereYet() {
    Receiver absent = new Receiver(0, Answers::ok);
    URI endpoint = absent.endpoint();
    absent.close();
    Forwarder forwarder = forwarder(options(endpoint, Protocol.HTTP_PROTOBUF, PATIENT));
    forwarder.offer(batch(1, 3));
    until(() -> forwarder.status().retries() > 0);
    Receiver present = keep(new Receiver(endpoint.getPort(), Answers::ok));
    until(() -> forwarder.status().sent() == 3);
    assertThat(present.spans()).hasSize(3);
    assertThat(forwarder.status().lastError()).startsWith("no answer: ");
  }

  @Test
  void neverHoldsUpWhoeverOffersAndCountsWhatFindsNoRoom() {
    Receiver silent = keep(new Receiver(0, () -> HttpResponse.of(new CompletableFuture<>())));
    Forwarder forwarder = forwarder(options(silent.endpoint(), Protocol.HTTP_PROTOBUF, PATIENT));
    for (int i = 1; i <= 400; i++) {
      forwarder.offer(batch(i, 100));
    }
    ForwardStatus status = forwarder.status();
    assertThat(status.offered()).isEqualTo(40_000);
    assertThat(status.queuedBytes()).isBetween(QUEUE_BYTES / 2L, (long) QUEUE_BYTES);
    assertThat(status.dropped().get("queue-full")).isEqualTo(40_000 - status.queuedSpans());
    assertThat(status.sent()).isZero();
  }

  @Test
  void sendsWhatIsQueuedWhenItStops() {
    Receiver receiver = receiver(Protocol.HTTP_PROTOBUF);
    receiver.answer(List.of(() -> Answers.status(503, ""), () -> Answers.status(503, "")));
    Forwarder forwarder =
        new Forwarder(
            options(receiver.endpoint(), Protocol.HTTP_PROTOBUF, PATIENT),
            "Hopwise/test",
            InstantSource.system(),
            System::nanoTime);
    for (int trace = 1; trace <= 50; trace++) {
      forwarder.offer(batch(trace, 10));
    }
    forwarder.close();
    assertThat(forwarder.status().sent()).isEqualTo(500);
    assertThat(receiver.spans()).hasSizeGreaterThanOrEqualTo(500);
  }

  @Test
  void dropsTheRestWhenTheTimeOfAStopIsOver() {
    Receiver silent = keep(new Receiver(0, () -> HttpResponse.of(new CompletableFuture<>())));
    Forwarder forwarder =
        new Forwarder(
            options(silent.endpoint(), Protocol.HTTP_PROTOBUF, PATIENT),
            "Hopwise/test",
            InstantSource.system(),
            System::nanoTime);
    for (int trace = 1; trace <= 50; trace++) {
      forwarder.offer(batch(trace, 10));
    }
    forwarder.close();
    assertThat(forwarder.status().dropped()).isEqualTo(Map.of("stopped", 500L));
    assertThat(forwarder.status().queuedBytes()).isZero();
    forwarder.offer(batch(51, 10));
    assertThat(forwarder.status().dropped()).containsEntry("queue-full", 10L);
  }

  private Receiver receiver(Protocol protocol) {
    return keep(new Receiver(0, protocol == Protocol.GRPC ? Answers::grpcOk : Answers::ok));
  }

  private Forwarder forwarder(ForwardOptions options) {
    return keep(new Forwarder(options, "Hopwise/test", InstantSource.system(), System::nanoTime));
  }

  private static ForwardOptions options(URI endpoint, Protocol protocol, Retries retries) {
    return new ForwardOptions(
        endpoint,
        protocol,
        Map.of("x-api-key", "secret"),
        true,
        QUEUE_BYTES,
        retries,
        WAIT,
        Duration.ofSeconds(10),
        Duration.ofSeconds(1));
  }

  private static SpanBatch batch(long traceId, int spans) {
    return Batches.ofRequest(Fixtures.export(traceId, spans));
  }

  private <T extends AutoCloseable> T keep(T each) {
    open.add(each);
    return each;
  }

  private static void until(BooleanSupplier holds) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("not reached in time").isLessThan(deadline);
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
