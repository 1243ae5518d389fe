package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanEncoder;
import dev.hopwise.server.config.ConfigLoader;
import dev.hopwise.server.config.ServerConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An error that arrives after its trace was dropped keeps it whole: what came before is fetched
/// from the journal.
@Timeout(120)
class LateErrorTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TraceId TRACE = new TraceId(0x1234, 0x5678);
  private static final String POLICY =
      """
      rules:
        - name: errors
          when: '{ status = error }'
          sample: always
        - name: rest
          sample: drop
      """;

  @TempDir Path folder;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HopwiseServer server;

  @BeforeEach
  void open() throws Exception {
    start();
    HttpRequest put =
        HttpRequest.newBuilder(URI.create(server.url("listen.ui") + "/api/v1/policy"))
            .header("content-type", "application/yaml")
            .PUT(HttpRequest.BodyPublishers.ofString(POLICY))
            .build();
    assertThat(client.send(put, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  @Test
  void keepsTheTraceWholeAlsoAfterARestart() throws Exception {
    send(span(1, 0, Status.UNSET), span(2, 1, Status.UNSET));
    send(span(3, 1, Status.UNSET));
    await("/api/v1/explain/" + TRACE.hex(), "/decision", "drop");
    assertThat(get("/api/v1/traces/" + TRACE.hex()).statusCode()).isEqualTo(404);
    send(span(4, 2, new Status(StatusCode.ERROR, "late")));
    await("/api/v1/explain/" + TRACE.hex(), "/trigger", "promoted");
    awaitSpans(4);
    send(span(5, 2, Status.UNSET));
    awaitSpans(5);
    JsonNode balance = json("/api/v1/status").get("balance");
    assertThat(balance.get("stored").asInt()).isEqualTo(5);
    assertThat(balance.get("sampledOut").asInt()).isZero();
    server.close();
    start();
    Thread.sleep(2_000); // what is recalled again is stored once
    awaitSpans(5);
  }

  private void start() throws Exception {
    ServerConfig config =
        ConfigLoader.load(
            null,
            Map.of(),
            List.of(
                "data.dir=" + folder.resolve("data"),
                "listen.grpc=127.0.0.1:0",
                "listen.http=127.0.0.1:0",
                "listen.ui=127.0.0.1:0",
                "sampling.baseline=0",
                "decision.quiet=50ms",
                "decision.timeout=500ms"));
    server = HopwiseServer.start(config, Wiring.open(config));
  }

  private void send(Span... spans) throws Exception {
    HttpRequest export =
        HttpRequest.newBuilder(URI.create(server.url("listen.http") + "/v1/traces"))
            .header("content-type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(SpanEncoder.encode(List.of(spans))))
            .build();
    assertThat(client.send(export, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
  }

  private HttpResponse<String> get(String path) throws Exception {
    HttpRequest get = HttpRequest.newBuilder(URI.create(server.url("listen.ui") + path)).build();
    return client.send(get, HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode json(String path) throws Exception {
    return MAPPER.readTree(get(path).body());
  }

  private void await(String path, String pointer, String value) throws Exception {
    while (!json(path).at(pointer).asText().equals(value)) {
      Thread.sleep(50);
    }
  }

  private void awaitSpans(int count) throws Exception {
    while (json("/api/v1/traces/" + TRACE.hex()).path("spans").size() != count) {
      Thread.sleep(50);
    }
  }

  private static Span span(long id, long parent, Status status) {
    long now = System.currentTimeMillis() * 1_000_000L;
    return new Span(
        TRACE,
        id,
        parent,
        "",
        0x101,
        "work",
        SpanKind.SERVER,
        now,
        now + 1_000_000,
        Attributes.EMPTY,
        0,
        List.of(),
        0,
        List.of(),
        0,
        status,
        new Resource(Attributes.of("service.name", "shop"), 0, ""),
        new InstrumentationScope("test", "1", Attributes.EMPTY, 0, ""));
  }
}
