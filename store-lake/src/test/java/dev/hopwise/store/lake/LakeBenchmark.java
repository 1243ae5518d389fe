package dev.hopwise.store.lake;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Kept;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.testkit.Batches;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// CPU time and bytes of the write path on spans of a made-up shop (about 11 attributes and 460
/// bytes of OTLP each). Run as a program; arguments: rounds, then batches of 512 spans, then how
/// they are marked: `none`, `all` (everything was kept at once) or `decided` (trace by trace, by
/// four rules, one of them with two hundred different probabilities, one trace in ten by a window).
public final class LakeBenchmark {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final SplittableRandom RANDOM = new SplittableRandom(42);
  private static final int SPANS_OF_BATCH = 512;

  private LakeBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8;
    int batchCount = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 256;
    String marks = arguments.length > 2 ? arguments[2] : "none";
    List<SpanBatch> batches = new ArrayList<>();
    long otlpBytes = 0;
    for (int i = 0; i < batchCount; i++) {
      batches.add(Batches.of(spans(i).stream().map(s -> s.withKept(kept(s, marks))).toList()));
      otlpBytes += batches.getLast().bytes.length;
    }
    long spans = (long) batchCount * SPANS_OF_BATCH;
    System.out.printf("%d spans of %.0f bytes%n", spans, (double) otlpBytes / spans);
    Path directory = Files.createTempDirectory("lake");
    for (int round = 0; round < rounds; round++) {
      round(batches, spans, directory);
    }
  }

  private static Kept kept(Span span, String marks) {
    int trace = Long.hashCode(span.traceId().low() * 0x9E3779B97F4A7C15L) >>> 1;
    String window = trace % 10 == 0 ? "w-2026-11-22-checkout" : null;
    return switch (marks) {
      case "all" -> new Kept(1, "baseline", "immediate", null);
      case "decided" ->
          switch (trace % 20) {
            case 0 -> new Kept(0.5, "window", "quiet", window);
            case 1, 2, 3 -> new Kept(1, "errors", "quiet", window);
            case 4, 5 -> new Kept(1, "slow", "timeout", window);
            case 6, 7 -> new Kept(1.0 / (1 + trace % 199), "rare", "quiet", window);
            default -> new Kept(0.05, "baseline", "quiet", window);
          };
      default -> Kept.UNKNOWN;
    };
  }

  private static void round(List<SpanBatch> batches, long spans, Path directory) throws Exception {
    long begin = THREADS.getCurrentThreadCpuTime();
    SegmentBuilder builder = Builders.empty();
    batches.forEach(batch -> Builders.append(builder, batch));
    long appended = THREADS.getCurrentThreadCpuTime();
    ParquetSegmentWriter writer =
        new ParquetSegmentWriter(WriteSettings.DEFAULT, LakeBenchmark::noIndex);
    List<WrittenFile> files = writer.write(builder, directory);
    long written = THREADS.getCurrentThreadCpuTime();
    long bytes = files.stream().mapToLong(WrittenFile::parquetBytes).sum();
    System.out.printf(
        "append %.0f ns, write %.0f ns, together %.2f us; %.1f B on disk, %d B in memory a span%n",
        (double) (appended - begin) / spans,
        (double) (written - appended) / spans,
        (written - begin) / 1e3 / spans,
        (double) bytes / spans,
        builder.heapBytes() / spans);
    for (WrittenFile file : files) {
      Files.delete(file.parquet());
      Files.delete(file.index());
    }
  }

  private static IndexWriter noIndex() {
    return new RecordingIndex() {
      @Override
      public void trace(long high, long low, int firstRow, int rows) {}

      @Override
      public void token(long hash) {}
    };
  }

  private static List<Span> spans(int batch) {
    List<Span> spans = new ArrayList<>();
    int service = batch % 24;
    Resource resource =
        new Resource(
            Attributes.of(
                text("service.name", "shop-service-" + service),
                text("service.version", "1.4." + service),
                text("service.instance.id", new UUID(service, 77).toString()),
                text("k8s.pod.name", "shop-service-" + service + "-5d9c7b8f6-x2x" + service),
                text("telemetry.sdk.language", "java"),
                text("host.name", "node-" + service % 5)),
            0,
            "https://opentelemetry.io/schemas/1.37.0");
    InstrumentationScope scope =
        new InstrumentationScope(
            "io.opentelemetry.tomcat-10.0", "2.33.1-alpha", Attributes.EMPTY, 0, "");
    for (int i = 0; i < SPANS_OF_BATCH; i++) {
      spans.add(span(batch, i, resource, scope));
    }
    return spans;
  }

  private static Span span(int batch, int i, Resource resource, InstrumentationScope scope) {
    long trace = (batch / 24 * 512 + i) / 2 * 0x9E3779B97F4A7C15L;
    long start = 1_795_343_400_000_000_000L + batch * 50_000_000L + RANDOM.nextInt(50_000_000);
    long duration = (long) Math.exp(RANDOM.nextGaussian() + 15);
    int operation = RANDOM.nextInt(20);
    boolean error = RANDOM.nextInt(50) == 0;
    return new Span(
        new TraceId(trace, trace * 31 | 1),
        RANDOM.nextLong() | 1,
        i % 16 == 0 ? 0 : RANDOM.nextLong() | 1,
        "",
        257,
        "GET /api/v1/products/{id}/op" + operation,
        i % 2 == 0 ? SpanKind.SERVER : SpanKind.CLIENT,
        start,
        start + duration,
        i % 3 == 2 ? database(operation) : http(operation, error),
        0,
        List.of(),
        0,
        List.of(),
        0,
        error ? new Status(StatusCode.ERROR, "upstream timed out") : Status.UNSET,
        resource,
        scope);
  }

  private static Attributes http(int operation, boolean error) {
    return Attributes.of(
        text("http.request.method", "GET"),
        text("http.route", "/api/v1/products/{id}/op" + operation),
        text("url.path", "/api/v1/products/" + RANDOM.nextInt(100_000) + "/op" + operation),
        text("url.scheme", "https"),
        number("http.response.status_code", error ? 504 : 200),
        text("server.address", "shop.example.com"),
        number("server.port", 443),
        text("network.protocol.version", "1.1"),
        text("network.peer.address", "10.0." + RANDOM.nextInt(4) + "." + RANDOM.nextInt(256)),
        number("network.peer.port", 30_000 + RANDOM.nextInt(30_000)),
        text("user_agent.original", "okhttp/4.12." + RANDOM.nextInt(4)),
        number("thread.id", RANDOM.nextInt(200)));
  }

  private static Attributes database(int operation) {
    return Attributes.of(
        text("db.system.name", "postgresql"),
        text("db.namespace", "shop"),
        text("db.operation.name", "SELECT"),
        text("db.query.text", "SELECT id, name, price FROM products WHERE op = " + operation),
        text("server.address", "postgres-" + operation % 3),
        number("server.port", 5432),
        text("order.id", new UUID(RANDOM.nextLong(), RANDOM.nextLong()).toString()),
        text("thread.name", "http-nio-8080-exec-" + RANDOM.nextInt(200)),
        number("thread.id", RANDOM.nextInt(200)));
  }

  private static Attribute text(String key, String value) {
    return new Attribute(key, AttributeValue.of(value));
  }

  private static Attribute number(String key, long value) {
    return new Attribute(key, AttributeValue.of(value));
  }
}
