package dev.hopwise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import brave.Span;
import brave.Tracing;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import zipkin2.reporter.BytesMessageSender;
import zipkin2.reporter.brave.AsyncZipkinSpanHandler;
import zipkin2.reporter.urlconnection.URLConnectionSender;

/// Real clients, unmodified, each in the way its users configure it: every span that they say they
/// sent is there, by id.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SdkDeliveryTest {

  private static final Path ROOT = Path.of(System.getProperty("hopwise.root"));
  private static final int TRACES = 300;

  private HopwiseProcess server;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    server = new HopwiseProcess(directory.resolve("data"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void javaAgentOverGrpcWithGzip() throws Exception {
    agentDelivers(Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"), server.grpcEndpoint());
  }

  @Test
  void javaAgentOverHttpProtobufWithGzip() throws Exception {
    agentDelivers(Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), server.httpEndpoint());
  }

  @Test
  void javaScriptSdkOverHttpJson() throws Exception {
    Path js = ROOT.resolve("acceptance/js");
    run(js, Map.of(), "npm", "ci", "--prefer-offline", "--no-audit", "--no-fund");
    List<SentSpan> sent =
        SentSpan.parse(
            run(
                js,
                Map.of(),
                "node",
                "send.mjs",
                server.httpEndpoint() + "/v1/traces",
                "" + TRACES));
    assertThat(sent).hasSize(TRACES * 3);
    SentSpan.assertArrived(server, sent);
    JsonNode spans = server.json("/api/v1/traces/" + sent.getFirst().traceId()).get("spans");
    assertThat(spans.get(0).get("attributes").toString())
        .contains("\"arrayValue\"", "\"doubleValue\"", "\"boolValue\":true");
  }

  @Test
  void braveOverZipkin() throws Exception {
    List<SentSpan> sent = new ArrayList<>();
    try (URLConnectionSender sender =
            URLConnectionSender.create(server.httpEndpoint() + "/api/v2/spans");
        AsyncZipkinSpanHandler handler =
            AsyncZipkinSpanHandler.newBuilder((BytesMessageSender) sender)
                .queuedMaxSpans(100_000)
                .build();
        Tracing tracing =
            Tracing.newBuilder()
                .localServiceName("brave-shop")
                .traceId128Bit(true)
                .addSpanHandler(handler)
                .build()) {
      for (int i = 0; i < TRACES; i++) {
        Span root = tracing.tracer().newTrace().name("get /brave").kind(Span.Kind.SERVER).start();
        Span child = tracing.tracer().newChild(root.context()).name("query").start();
        child.kind(Span.Kind.CLIENT).tag("loop", "" + i).annotate("row").finish();
        root.finish();
        sent.add(sent(root, "get /brave"));
        sent.add(sent(child, "query"));
      }
      handler.flush();
    }
    SentSpan.assertArrived(server, sent);
  }

  private static SentSpan sent(Span span, String name) {
    return new SentSpan(span.context().traceIdString(), span.context().spanIdString(), name);
  }

  private void agentDelivers(Map<String, String> protocol, String endpoint) throws Exception {
    Map<String, String> environment = new java.util.HashMap<>(protocol);
    environment.put("OTEL_SERVICE_NAME", "agent-shop");
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    environment.put("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip");
    environment.put("OTEL_METRICS_EXPORTER", "none");
    environment.put("OTEL_LOGS_EXPORTER", "none");
    environment.put("OTEL_BSP_MAX_QUEUE_SIZE", "100000");
    Path agent = ROOT.resolve("demo/target/dist/agent/opentelemetry-javaagent.jar");
    List<SentSpan> sent =
        SentSpan.parse(
            run(
                ROOT,
                environment,
                ProcessHandle.current().info().command().orElseThrow(),
                "-javaagent:" + agent,
                "-cp",
                System.getProperty("java.class.path"),
                AgentApp.class.getName(),
                "" + TRACES));
    assertThat(sent).hasSize(TRACES * 3);
    SentSpan.assertArrived(server, sent);
  }

  private static List<String> run(
      Path directory, Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    File errors = File.createTempFile("acceptance", ".err");
    Process process = builder.redirectError(errors).start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor(Duration.ofMinutes(2))).isTrue();
    assertThat(process.exitValue())
        .as(() -> String.join(" ", command) + "\n" + read(errors))
        .isZero();
    return lines;
  }

  private static String read(File file) {
    try {
      return java.nio.file.Files.readString(file.toPath());
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
