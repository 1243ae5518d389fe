package dev.hopwise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hundred random traces and fifty random searches over the running server, against a scan of
/// what was sent that knows nothing of columns, pages or indexes: while everything is in memory,
/// after it is in files, and after a restart.
class NaiveScanTest {

  private static final int TRACES = 800;
  private static final int LOOK_UPS = 100;
  private static final int SEARCHES = 50;
  private static final int LIMIT = 25;

  private record Search(String traceQl, Predicate<Span> matches) {}

  private final List<List<Span>> sent = new ArrayList<>();

  @Test
  void tracesAndSearchesAgreeWithANaiveScanInMemoryInFilesAndAfterARestart(@TempDir Path directory)
      throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (HopwiseProcess server =
        new HopwiseProcess(directory.resolve("data"), "store.seal-age=4s")) {
      send(server, random);
      compare(server, random);
      Eventually.passes(
          Duration.ofSeconds(30),
          () -> assertThat(server.json("/api/v1/status").at("/store/hotSpans").asLong()).isZero());
      compare(server, random);
      server.stop();
      server.start();
      assertThat(server.json("/api/v1/status").get("replayedSpans").asLong())
          .as("a stop commits everything")
          .isZero();
      compare(server, random);
    }
  }

  private void send(HopwiseProcess server, Random random) throws Exception {
    long from = Instant.now().minus(Duration.ofMinutes(50)).toEpochMilli() * 1_000_000L;
    for (int i = 0; i < TRACES; i++) {
      long start = from + i * 3_000_000_000L;
      List<Span> trace = ShopTraces.trace(random, 1 + random.nextInt(12), start);
      int status = server.post("/v1/traces", "application/x-protobuf", SpanEncoder.encode(trace));
      assertThat(status).isEqualTo(200);
      sent.add(trace);
    }
  }

  private void compare(HopwiseProcess server, Random random) {
    for (int i = 0; i < LOOK_UPS; i++) {
      assertTraceAgrees(server, ShopTraces.oneOf(sent, random));
    }
    for (int i = 0; i < SEARCHES; i++) {
      assertSearchAgrees(server, search(random));
    }
  }

  private static void assertTraceAgrees(HopwiseProcess server, List<Span> trace) {
    JsonNode spans = server.json("/api/v1/traces/" + trace.getFirst().traceId().hex()).get("spans");
    List<String> found = new ArrayList<>();
    spans.forEach(span ->
        found.add(
            String.join(
                " ",
                span.get("spanId").asText(),
                span.get("name").asText(),
                span.get("kind").asText(),
                span.get("durationNanos").asText(),
                span.at("/status/code").asText(),
                "" + span.get("attributes").size(),
                "" + span.get("events").size(),
                "" + span.get("links").size())));
    List<String> expected = trace.stream().map(NaiveScanTest::describe).toList();
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String describe(Span span) {
    return String.join(
        " ",
        SpanId.hex(span.spanId()),
        span.name(),
        span.kind().name(),
        "" + span.durationNanos(),
        span.status().code().name(),
        "" + span.attributes().size(),
        "" + span.events().size(),
        "" + span.links().size());
  }

  private void assertSearchAgrees(HopwiseProcess server, Search search) {
    List<String> expected =
        sent.stream()
            .filter(trace -> trace.stream().anyMatch(search.matches()))
            .sorted(
                Comparator.comparingLong((List<Span> trace) -> -newestMatch(trace, search))
                    .thenComparing(trace -> trace.getFirst().traceId()))
            .map(trace -> trace.getFirst().traceId().hex())
            .toList();
    assertThat(allPages(server, search.traceQl())).as(search.traceQl()).isEqualTo(expected);
  }

  private static long newestMatch(List<Span> trace, Search search) {
    return trace.stream()
        .filter(search.matches())
        .mapToLong(Span::startEpochNanos)
        .max()
        .orElseThrow();
  }

  private static List<String> allPages(HopwiseProcess server, String traceQl) {
    List<String> found = new ArrayList<>();
    String from = "&from=" + Instant.now().minus(Duration.ofHours(3)).getEpochSecond();
    String range = from + "&to=" + Instant.now().plus(Duration.ofHours(1)).getEpochSecond();
    String cursor = "";
    do {
      JsonNode page =
          server.json(
              "/api/v1/search?limit="
                  + LIMIT
                  + range
                  + "&q="
                  + HopwiseProcess.encode(traceQl)
                  + cursor);
      page.get("traces").forEach(trace -> found.add(trace.get("traceId").asText()));
      cursor =
          page.get("cursor").isNull()
              ? ""
              : "&cursor=" + HopwiseProcess.encode(page.get("cursor").asText());
    } while (!cursor.isEmpty());
    return found;
  }

  private Search search(Random random) {
    Search first = condition(random);
    return switch (random.nextInt(4)) {
      case 0 -> braces(both(first, condition(random)));
      case 1 -> braces(either(first, condition(random)));
      default -> braces(first);
    };
  }

  private static Search braces(Search inner) {
    return new Search("{ " + inner.traceQl() + " }", inner.matches());
  }

  private static Search both(Search a, Search b) {
    return new Search(a.traceQl() + " && " + b.traceQl(), a.matches().and(b.matches()));
  }

  private static Search either(Search a, Search b) {
    return new Search("(" + a.traceQl() + " || " + b.traceQl() + ")", a.matches().or(b.matches()));
  }

  private Search condition(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> service(ShopTraces.oneOf(ShopTraces.SERVICES, random));
      case 1 -> name(ShopTraces.oneOf(ShopTraces.NAMES, random));
      case 2 -> longerThan(random.nextInt(200));
      case 3 -> new Search("status = error", s -> s.status().code() == StatusCode.ERROR);
      case 4 -> tenant(ShopTraces.oneOf(ShopTraces.TENANTS, random));
      case 5 ->
          new Search(
              "span.http.response.status_code >= 500",
              s -> s.attributes().get("http.response.status_code").equals(AttributeValue.of(500)));
      case 6 ->
          new Search(
              "name =~ \"(GET|POST) .*\"",
              s -> s.name().startsWith("GET ") || s.name().startsWith("POST "));
      case 7 -> kind(SpanKind.ofNumber(2 + random.nextInt(4)));
      case 8 -> cartSize(random.nextInt(20));
      default -> traceId(ShopTraces.oneOf(sent, random).getFirst().traceId());
    };
  }

  private static Search service(String service) {
    return new Search(
        "resource.service.name = \"" + service + "\"", s -> s.serviceName().equals(service));
  }

  private static Search name(String name) {
    return new Search("name = \"" + name + "\"", s -> s.name().equals(name));
  }

  private static Search longerThan(int millis) {
    return new Search("duration > " + millis + "ms", s -> s.durationNanos() > millis * 1_000_000L);
  }

  private static Search tenant(String tenant) {
    return new Search(
        "span.tenant.id = \"" + tenant + "\"",
        s -> tenant.equals(s.attributes().text("tenant.id")));
  }

  private static Search kind(SpanKind kind) {
    return new Search("kind = " + kind.name().toLowerCase(Locale.ROOT), s -> s.kind() == kind);
  }

  private static Search cartSize(int size) {
    return new Search(
        ".cart.size = " + size,
        s -> AttributeValue.of(size).equals(s.attributes().get("cart.size")));
  }

  private static Search traceId(TraceId id) {
    return new Search("trace:id = \"" + id.hex() + "\"", s -> s.traceId().equals(id));
  }
}
