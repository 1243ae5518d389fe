package dev.hopwise.receive;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanEncoder;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// How many nanoseconds of CPU a span takes, and how many bytes it allocates. To be run by hand, no
/// test: it asserts nothing.
final class ScanSpeed {

  private static final int SPANS = 320;

  private ScanSpeed() {}

  public static void main(String[] args) throws Exception {
    byte[] plain = SpanEncoder.encode(spans());
    byte[] gzip = DecompressorTest.compress(BodyEncoding.GZIP, plain);
    byte[] zstd = DecompressorTest.compress(BodyEncoding.ZSTD, plain);
    System.out.println(plain.length / SPANS + " bytes a span, gzip " + gzip.length / SPANS);
    for (int round = 0; round < 3; round++) {
      measure("scan", BodyEncoding.IDENTITY, plain);
      measure("gzip + scan", BodyEncoding.GZIP, gzip);
      measure("zstd + scan", BodyEncoding.ZSTD, zstd);
    }
  }

  private static void measure(String what, BodyEncoding encoding, byte[] body) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (StandardRequestDecoder decoder = new StandardRequestDecoder(ReceiveLimits.DEFAULT)) {
      int requests = 4_000;
      for (int i = 0; i < requests; i++) {
        decoder.decode(BodyFormat.OTLP_PROTOBUF, encoding, body, 0, body.length, Spans.NOW);
      }
      long allocated = threads.getCurrentThreadAllocatedBytes();
      long cpu = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < requests; i++) {
        decoder.decode(BodyFormat.OTLP_PROTOBUF, encoding, body, 0, body.length, Spans.NOW);
      }
      cpu = threads.getCurrentThreadCpuTime() - cpu;
      allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
      double spans = (double) requests * SPANS;
      System.out.printf("%s: %.0f ns and %.2f B a span%n", what, cpu / spans, allocated / spans);
    }
  }

  private static List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < SPANS; i++) {
      List<Attribute> attributes = new ArrayList<>();
      for (int a = 0; a < 8; a++) {
        String key = "http.request.attribute." + a;
        attributes.add(new Attribute(key, AttributeValue.of("value " + i * 31 % 97)));
      }
      attributes.add(new Attribute("http.response.status_code", AttributeValue.of(200)));
      attributes.add(new Attribute("server.port", AttributeValue.of(8080 + i)));
      String service = "service-" + i * 6 / SPANS;
      spans.add(
          new Span(
              new TraceId(i / 8 * 0x9E3779B97F4A7C15L, i / 8 + 1),
              i + 1,
              i % 8,
              "",
              257,
              "GET /orders/" + i % 20,
              SpanKind.SERVER,
              Spans.NOW + i,
              Spans.NOW + i * 1_000L,
              Attributes.of(attributes),
              0,
              List.of(),
              0,
              List.of(),
              0,
              Status.UNSET,
              new Resource(Attributes.of("service.name", service), 0, ""),
              InstrumentationScope.EMPTY));
    }
    return spans;
  }
}
