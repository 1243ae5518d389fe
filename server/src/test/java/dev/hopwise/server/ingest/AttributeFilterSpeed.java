package dev.hopwise.server.ingest;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanEncoder;
import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;
import dev.hopwise.receive.DecodeResult;
import dev.hopwise.receive.ReceiveLimits;
import dev.hopwise.receive.StandardRequestDecoder;
import dev.hopwise.sample.AttributeRule;
import dev.hopwise.sample.AttributeRule.Action;
import dev.hopwise.sample.AttributeRule.Scope;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How many nanoseconds of CPU decoding takes a span under rules about attributes. To be run by
/// hand, no test: it asserts nothing. Eleven attributes a span.
final class AttributeFilterSpeed {

  private static final int SPANS = 320;
  private static final int REQUESTS = 5_000;
  private static final long NOW = 1_795_349_947_482_000_000L;

  private AttributeFilterSpeed() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("attribute-filter");
    byte[] body = body();
    for (int round = 0; round < 3; round++) {
      measure("no rules", folder, body, List.of());
      measure("a rule that matches nothing", folder, body, rules("absent.key.value", Action.DROP));
      measure("one attribute of each span dropped", folder, body, rules("key.3", Action.DROP));
      measure("one attribute of each span hashed", folder, body, rules("key.3", Action.HASH));
    }
  }

  private static List<AttributeRule> rules(String key, Action action) {
    return List.of(new AttributeRule(key, List.of(Scope.values()), List.of(), action));
  }

  private static void measure(String what, Path folder, byte[] body, List<AttributeRule> rules)
      throws IOException {
    AttributeFilter filter = AttributeFilter.open(folder, rules);
    StandardRequestDecoder decoder = new StandardRequestDecoder(ReceiveLimits.DEFAULT);
    var threads = ManagementFactory.getThreadMXBean();
    IngestRequest request =
        new IngestRequest(BodyFormat.OTLP_PROTOBUF, BodyEncoding.IDENTITY, body, 0, body.length);
    long cpu = threads.getCurrentThreadCpuTime();
    long spans = 0;
    for (int i = 0; i < REQUESTS; i++) {
      DecodeResult.Decoded decoded =
          (DecodeResult.Decoded)
              decoder.decode(request.format(), request.encoding(), body, 0, body.length, NOW);
      DecodeResult.Decoded filtered =
          (DecodeResult.Decoded) filter.apply(request, decoded, decoder, NOW).result();
      spans += filtered.batch().count;
    }
    cpu = threads.getCurrentThreadCpuTime() - cpu;
    System.out.printf("%-40s %.0f CPU ns a span%n", what, cpu / (double) spans);
  }

  private static byte[] body() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < SPANS; i++) {
      Attributes attributes = Attributes.EMPTY;
      for (int a = 0; a < 11; a++) {
        attributes = attributes.with("key." + a, AttributeValue.of("value " + i * a % 97));
      }
      spans.add(
          new Span(
              new TraceId(1, i + 1),
              i + 1,
              0,
              "",
              0,
              "GET /",
              SpanKind.SERVER,
              NOW,
              NOW + 1_000,
              attributes,
              0,
              List.of(),
              0,
              List.of(),
              0,
              new Status(StatusCode.UNSET, ""),
              new Resource(Attributes.of(Resource.SERVICE_NAME, "shop"), 0, ""),
              InstrumentationScope.EMPTY));
    }
    return SpanEncoder.encode(spans);
  }
}
