package dev.hopwise.server;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/// Spans that look like those of ordinary services, for the run in which the JVM learns what is
/// hot: attributes of all types and of few and of many values, errors, exceptions, several services
/// in one request. The same ones in every run.
final class WarmUpSpans {

  static final String SERVICE = "warm-up-";
  static final int SERVICES = 8;
  static final int SPANS_PER_REQUEST = 512;

  private static final int SPANS_PER_TRACE = 12;
  private static final int SAMPLED = 1;
  private static final InstrumentationScope SCOPE =
      new InstrumentationScope("dev.hopwise.warm-up", "1.0", Attributes.EMPTY, 0, "");

  private final Random random = new Random(1);
  private final List<Resource> resources = new ArrayList<>();

  WarmUpSpans() {
    for (int i = 0; i < SERVICES; i++) {
      resources.add(
          new Resource(
              Attributes.of(
                  text(Resource.SERVICE_NAME, SERVICE + i),
                  text("service.version", "1.4." + i),
                  text("host.name", "node-" + i % 3),
                  text("k8s.pod.name", "warm-up-7d9f8b6c5-" + i)),
              0,
              ""));
    }
  }

  /// The spans of one request.
  List<Span> next(long epochNanos) {
    List<Span> spans = new ArrayList<>();
    TraceId trace = new TraceId(0, 1);
    for (int i = 0; i < SPANS_PER_REQUEST; i++) {
      boolean root = i % SPANS_PER_TRACE == 0;
      if (root) {
        trace = new TraceId(random.nextLong(), random.nextLong() | 1);
      }
      spans.add(span(trace, root ? 0 : random.nextLong() | 1, i, epochNanos + i * 1_000L));
    }
    return spans;
  }

  private Span span(TraceId trace, long parent, int i, long start) {
    boolean failed = random.nextInt(50) == 0;
    long end = start + 20_000 + random.nextInt(90_000_000);
    int operation = random.nextInt(40);
    return new Span(
        trace,
        random.nextLong() | 1,
        parent,
        "",
        SAMPLED,
        "GET /warm-up/" + operation + "/{id}",
        i % 2 == 0 ? SpanKind.SERVER : SpanKind.CLIENT,
        start,
        end,
        i % 3 == 2 ? database(operation) : http(operation, failed),
        0,
        failed ? List.of(exception(end)) : List.of(),
        0,
        List.of(),
        0,
        failed ? new Status(StatusCode.ERROR, "upstream timed out") : Status.UNSET,
        resources.get(i * SERVICES / SPANS_PER_REQUEST),
        SCOPE);
  }

  private Attributes http(int operation, boolean failed) {
    return Attributes.of(
        text("http.request.method", "GET"),
        text("http.route", "/warm-up/" + operation + "/{id}"),
        text("url.path", "/warm-up/" + operation + "/" + random.nextInt(1_000_000)),
        text("url.scheme", "https"),
        number("http.response.status_code", failed ? 504 : 200),
        text("server.address", "shop.example.com"),
        number("server.port", 443),
        text("client.address", "10.0." + random.nextInt(16) + "." + random.nextInt(250)),
        text("user_agent.original", "okhttp/4.12." + random.nextInt(4)),
        text("enduser.id", "u-" + random.nextInt(100_000)),
        number("thread.id", random.nextInt(200)),
        text("thread.name", "http-nio-8080-exec-" + random.nextInt(200)));
  }

  private Attributes database(int operation) {
    return Attributes.of(
        text("db.system.name", "postgresql"),
        text("db.namespace", "shop"),
        text("db.operation.name", "SELECT"),
        text("db.query.text", "SELECT id, name, price FROM products WHERE kind = " + operation),
        text("server.address", "postgres-" + operation % 3),
        text("order.id", new UUID(random.nextLong(), random.nextLong()).toString()),
        new Attribute("cache.hit", AttributeValue.of(operation % 2 == 0)),
        new Attribute("load", AttributeValue.of(random.nextInt(100) / 10.0)),
        number("db.response.returned_rows", random.nextInt(5_000)));
  }

  private static Event exception(long epochNanos) {
    return new Event(
        epochNanos,
        "exception",
        Attributes.of(
            text("exception.type", "java.lang.IllegalStateException"),
            text(
                "exception.stacktrace",
                "java.lang.IllegalStateException\n\tat Warm.up(Warm.java)")),
        0);
  }

  private static Attribute text(String key, String value) {
    return new Attribute(key, AttributeValue.of(value));
  }

  private static Attribute number(String key, long value) {
    return new Attribute(key, AttributeValue.of(value));
  }
}
