package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the OpenTelemetry SDK's own exporters send arrives.
@Timeout(60)
class SdkExportersTest {

  private static final int SPANS = 1_000;

  @TempDir Path folder;
  private RunningServer running;

  @BeforeEach
  void open() throws Exception {
    running = new RunningServer(folder);
  }

  @AfterEach
  void close() {
    running.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip"})
  void takesEverySpanOfTheGrpcExporter(String compression) {
    export(
        OtlpGrpcSpanExporter.builder()
            .setEndpoint("http://127.0.0.1:" + running.port("listen.grpc"))
            .setCompression(compression)
            .build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip"})
  void takesEverySpanOfTheHttpExporter(String compression) {
    export(
        OtlpHttpSpanExporter.builder()
            .setEndpoint(running.server.url("listen.http") + "/v1/traces")
            .setCompression(compression)
            .build());
  }

  @Test
  void getsWhatTheExporterTriesAgain() {
    running.journal.full = true;
    Thread healer =
        Thread.ofPlatform()
            .start(() -> {
              while (running.server.balance().refused().isEmpty()) {
                Thread.onSpinWait();
              }
              running.journal.full = false;
            });
    export(
        OtlpGrpcSpanExporter.builder()
            .setEndpoint("http://127.0.0.1:" + running.port("listen.grpc"))
            .build());
    assertThat(healer.isAlive()).isFalse();
  }

  private void export(SpanExporter exporter) {
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
            .build()) {
      Tracer tracer = provider.get("test");
      for (int i = 0; i < SPANS; i++) {
        tracer.spanBuilder("span " + i).startSpan().end();
      }
      assertThat(provider.forceFlush().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
    }
    assertThat(running.store.traceIds()).hasSize(SPANS).doesNotHaveDuplicates();
    assertThat(running.server.balance().stored()).isEqualTo(SPANS);
  }
}
