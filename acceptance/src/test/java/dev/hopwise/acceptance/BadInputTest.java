package dev.hopwise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanEncoder;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What should never have been sent, to the packaged server: the answer that the contract names,
/// every refused span counted by reason, and a server that lives.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final long YEAR_NANOS = Duration.ofDays(365).toNanos();

  private final Random random = new Random(3);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HopwiseProcess server;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    server = new HopwiseProcess(directory.resolve("data"));
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  @AfterEach
  void livesAndBalances() {
    assertThat(server.isAlive()).isTrue();
    JsonNode balance = server.json("/api/v1/status").get("balance");
    long accounted =
        sum(balance.get("refused"))
            + balance.get("sampledOut").asLong()
            + balance.get("stored").asLong()
            + sum(balance.get("failed"))
            + balance.get("pending").asLong();
    assertThat(balance.get("received").asLong()).as(balance.toString()).isEqualTo(accounted);
  }

  @Test
  void refusesATruncatedRequest() throws Exception {
    byte[] whole = SpanEncoder.encode(trace(20));
    HttpResponse<String> answer = post(PROTOBUF, Arrays.copyOf(whole, whole.length - 7));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(refusedRequests("malformed")).isPositive();
  }

  @Test
  void refusesWhatIsNoProtobufAtAll() throws Exception {
    byte[] noise = new byte[5000];
    random.nextBytes(noise);
    assertThat(post(PROTOBUF, noise).statusCode()).isEqualTo(400);
    assertThat(
            post("application/json", "{\"resourceSpans\": [".getBytes(StandardCharsets.UTF_8))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void refusesAnotherContentTypeMethodAndEncoding() throws Exception {
    assertThat(post("text/plain", new byte[0]).statusCode()).isEqualTo(415);
    assertThat(post(PROTOBUF, new byte[0], "Content-Encoding", "lzma").statusCode()).isEqualTo(400);
    HttpRequest get =
        HttpRequest.newBuilder(URI.create(server.httpEndpoint() + "/v1/traces")).build();
    assertThat(client.send(get, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void refusesWhatIsTooLargeBeforeAndAfterDecompression() throws Exception {
    assertThat(post(PROTOBUF, new byte[(64 << 20) + 1]).statusCode()).isEqualTo(413);
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 300; i++) {
        gzip.write(zeros);
      }
    }
    assertThat(post(PROTOBUF, bomb.toByteArray(), "Content-Encoding", "gzip").statusCode())
        .isEqualTo(413);
  }

  @Test
  void refusesDamagedGzip() throws Exception {
    byte[] notGzip = "not gzip".getBytes(StandardCharsets.UTF_8);
    assertThat(post(PROTOBUF, notGzip, "Content-Encoding", "gzip").statusCode()).isEqualTo(400);
  }

  @Test
  void countsSpansThatAreTooOldOrInTheFutureAndSaysSo() throws Exception {
    long oldBefore = refused("too-old");
    long newBefore = refused("too-new");
    List<Span> spans = new ArrayList<>(ShopTraces.trace(random, 3, now() - YEAR_NANOS));
    spans.addAll(ShopTraces.trace(random, 4, now() + YEAR_NANOS));
    spans.addAll(trace(5));
    HttpResponse<String> answer = post(PROTOBUF, SpanEncoder.encode(spans));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("receive.max-age", "receive.max-future");
    assertThat(refused("too-old") - oldBefore).isEqualTo(3);
    assertThat(refused("too-new") - newBefore).isEqualTo(4);
  }

  @Test
  void countsSpansWithoutIdsAndKeepsTheirNeighbours() throws Exception {
    long before = refused("invalid-trace-id");
    String json =
        """
        {"resourceSpans":[{"scopeSpans":[{"spans":[
          {"traceId":"00000000000000000000000000000000","spanId":"0000000000000001","name":"a","startTimeUnixNano":"%1$d"},
          {"traceId":"0000000000000000000000000000beef","spanId":"0000000000000002","name":"b","startTimeUnixNano":"%1$d",
           "unknownField":{"deep":[1,2,3]}}]}]}]}
        """
            .formatted(now());
    HttpResponse<String> answer =
        post("application/json; charset=utf-8", json.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"rejectedSpans\":\"1\"");
    assertThat(refused("invalid-trace-id") - before).isEqualTo(1);
    assertThat(server.json("/api/v1/traces/beef").get("spans")).hasSize(1);
  }

  @Test
  void showsASpanOnceThatWasSentThreeTimes() throws Exception {
    List<Span> spans = trace(6);
    for (int i = 0; i < 3; i++) {
      assertThat(post(PROTOBUF, SpanEncoder.encode(spans)).statusCode()).isEqualTo(200);
    }
    assertThat(found(spans)).hasSize(6);
  }

  @Test
  void keepsTenMegabytesOfAttributes() throws Exception {
    Span span = trace(1).getFirst();
    Span large =
        with(span, span.attributes().with("payload", AttributeValue.of("é".repeat(5 << 20))));
    assertThat(post(PROTOBUF, SpanEncoder.encode(List.of(large))).statusCode()).isEqualTo(200);
    JsonNode attributes = found(List.of(large)).get(0).get("attributes");
    assertThat(attributes.get(attributes.size() - 1).at("/value/stringValue").asText())
        .hasSize(5 << 20);
  }

  @Test
  void keepsATraceOfAHundredThousandSpans() throws Exception {
    List<Span> spans = ShopTraces.trace(random, 100_000, now() - Duration.ofMinutes(5).toNanos());
    for (int i = 0; i < spans.size(); i += 5_000) {
      byte[] part = SpanEncoder.encode(spans.subList(i, i + 5_000));
      assertThat(post(PROTOBUF, part).statusCode()).isEqualTo(200);
    }
    assertThat(found(spans)).hasSize(100_000);
  }

  private static Span with(Span s, Attributes attributes) {
    return new Span(
        s.traceId(),
        s.spanId(),
        s.parentSpanId(),
        s.traceState(),
        s.flags(),
        s.name(),
        s.kind(),
        s.startEpochNanos(),
        s.endEpochNanos(),
        attributes,
        0,
        s.events(),
        0,
        s.links(),
        0,
        s.status(),
        s.resource(),
        s.scope());
  }

  private List<Span> trace(int spans) {
    return ShopTraces.trace(random, spans, now() - Duration.ofMinutes(1).toNanos());
  }

  private static long now() {
    return System.currentTimeMillis() * 1_000_000L;
  }

  private JsonNode found(List<Span> spans) {
    return server.json("/api/v1/traces/" + spans.getFirst().traceId().hex()).get("spans");
  }

  private long refused(String reason) {
    return server.json("/api/v1/status").at("/balance/refused/" + reason).asLong();
  }

  private long refusedRequests(String fault) {
    return server.json("/api/v1/status").at("/refusedRequests/" + fault).asLong();
  }

  private static long sum(JsonNode counts) {
    long sum = 0;
    for (JsonNode count : counts) {
      sum += count.asLong();
    }
    return sum;
  }

  private HttpResponse<String> post(String contentType, byte[] body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.httpEndpoint() + "/v1/traces"))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
