package dev.hopwise.bench;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Traces of data set D1 "shop", deterministic by seed: about 16 spans a trace with a long tail to
/// 200, about 11 attributes a span (url ids, user ids, UUIDs and SQL text among them), 2 % errors,
/// 1 % exceptions with a stack trace, about 640 bytes a span as OTLP.
final class ShopSpans {

  private static final InstrumentationScope SCOPE =
      new InstrumentationScope(
          "io.opentelemetry.spring-webmvc-6.0", "2.10.0-alpha", Attributes.EMPTY, 0, "");
  private static final int SPANS_PER_TRACE_MAX = 200;
  private static final int DEPTH_MAX = 5;
  private static final int FRONTEND = 18;
  private static final int GATEWAY = 17;
  private static final int SAMPLED_AND_RANDOM = 0x101;

  private final Random random;
  private final ShopTopology shop;
  private final String stackTrace;

  ShopSpans(long seed) {
    random = new Random(seed);
    shop = new ShopTopology(random);
    StringBuilder lines = new StringBuilder("java.lang.IllegalStateException: upstream\n");
    for (int i = 0; i < 14; i++) {
      lines.append("\tat com.shop.core.Module").append(i).append(".invoke(Module").append(i);
      lines.append(".java:").append(40 + i * 13).append(")\n");
    }
    stackTrace = lines.toString();
  }

  /// One whole trace whose root starts at a time.
  List<Span> nextTrace(long startEpochNanos) {
    List<Span> spans = new ArrayList<>();
    TraceId id = new TraceId(random.nextLong() | 1, random.nextLong());
    int service = random.nextBoolean() ? GATEWAY : FRONTEND;
    grow(spans, id, 0, service, random.nextInt(ShopTopology.INSTANCES), 0, startEpochNanos);
    return spans;
  }

  private void grow(
      List<Span> spans, TraceId trace, long parent, int service, int instance, int depth, long at) {
    if (spans.size() >= SPANS_PER_TRACE_MAX) {
      return;
    }
    long spanId = random.nextLong() | 1;
    double work = Math.exp(random.nextGaussian() * 1.1) * 4e6 / (depth + 1);
    int shape = depth == 0 ? 0 : random.nextInt(10);
    spans.add(span(trace, spanId, parent, service, instance, shape, at, ((long) work) + 20_000));
    if (shape >= 5 || depth > DEPTH_MAX) {
      return;
    }
    int children = random.nextInt(depth == 0 ? 6 : 4) + (depth == 0 ? 2 : 0);
    for (int i = 0; i < children; i++) {
      boolean same = random.nextInt(3) == 0;
      int callee = same ? service : random.nextInt(ShopTopology.SERVICES);
      int host = callee == service ? instance : random.nextInt(ShopTopology.INSTANCES);
      long start = at + 15_000 + ((long) (work / (children + 1))) * i;
      grow(spans, trace, spanId, callee, host, depth + 1, start);
    }
  }

  private Span span(
      TraceId trace,
      long spanId,
      long parent,
      int service,
      int instance,
      int shape,
      long start,
      long durationNanos) {
    boolean failed = random.nextInt(100) < 2;
    List<Attribute> attributes = new ArrayList<>();
    String name;
    SpanKind kind;
    if (shape < 5) {
      kind = SpanKind.SERVER;
      name = server(attributes, service, failed);
    } else if (shape < 8) {
      kind = SpanKind.CLIENT;
      name = database(attributes, service);
    } else {
      kind = SpanKind.INTERNAL;
      name = compute(attributes, service);
    }
    boolean thrown = failed && random.nextBoolean();
    return new Span(
        trace,
        spanId,
        parent,
        "",
        SAMPLED_AND_RANDOM,
        name,
        kind,
        start,
        start + durationNanos,
        Attributes.of(attributes),
        0,
        thrown ? List.of(exception(spanId, start + durationNanos - 1_000)) : List.of(),
        0,
        List.of(),
        0,
        failed ? new Status(StatusCode.ERROR, "upstream error") : Status.UNSET,
        shop.resource(service, instance),
        SCOPE);
  }

  private String server(List<Attribute> to, int service, boolean failed) {
    int index = Math.min(9, (int) (Math.abs(random.nextGaussian()) * 3));
    String route = ShopTopology.route(service, index);
    String method = ShopTopology.method(index);
    text(to, "http.request.method", method);
    text(to, "http.route", route);
    text(to, "url.path", route.replace("{id}", "" + random.nextInt(2_000_000)));
    text(to, "url.scheme", "https");
    int success = random.nextInt(50) == 0 ? 404 : 200;
    number(to, "http.response.status_code", failed ? 500 : success);
    text(to, "server.address", ShopTopology.serviceName(service) + ".shop.svc.cluster.local");
    number(to, "server.port", 8443);
    text(to, "network.protocol.version", "2");
    text(to, "client.address", "10.0." + random.nextInt(16) + "." + random.nextInt(250));
    text(to, "user_agent.original", random.nextInt(3) == 0 ? BROWSER : "okhttp/4.12.0");
    text(to, "enduser.id", "u-" + random.nextInt(300_000));
    text(to, "thread.name", "http-nio-8443-exec-" + random.nextInt(64));
    number(to, "thread.id", 30 + random.nextInt(64));
    return method + " " + route;
  }

  private static final String BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0"
          + " Safari/537.36";

  private String database(List<Attribute> to, int service) {
    int table = random.nextInt(12);
    String name = ShopTopology.word(service) + "_t" + table;
    text(to, "db.system.name", "postgresql");
    text(to, "db.namespace", "shop");
    text(
        to,
        "db.query.text",
        "SELECT id, sku, qty, price, updated_at FROM "
            + name
            + " WHERE tenant_id = ? AND id = ? ORDER BY updated_at DESC LIMIT "
            + 10 * (1 + table));
    text(to, "db.operation.name", "SELECT");
    text(to, "server.address", "pg-" + service % 6 + ".rds.example.com");
    number(to, "server.port", 5432);
    text(to, "thread.name", "http-nio-8443-exec-" + random.nextInt(64));
    number(to, "db.response.returned_rows", random.nextInt(200));
    return "SELECT shop." + name;
  }

  private String compute(List<Attribute> to, int service) {
    String word = ShopTopology.word(service);
    text(to, "code.function.name", "com.shop." + word + ".Handler.compute");
    text(to, "thread.name", "worker-" + random.nextInt(16));
    number(to, "thread.id", 100 + random.nextInt(16));
    to.add(new Attribute("cache.hit", AttributeValue.of(random.nextInt(3) > 0)));
    text(to, "order.id", ShopTopology.uuid(random));
    return word + ".compute";
  }

  private Event exception(long spanId, long at) {
    List<Attribute> attributes = new ArrayList<>();
    text(attributes, "exception.type", "java.lang.IllegalStateException");
    text(attributes, "exception.message", "upstream returned 500 for " + Long.toHexString(spanId));
    text(attributes, "exception.stacktrace", stackTrace);
    return new Event(at, "exception", Attributes.of(attributes), 0);
  }

  private static void text(List<Attribute> to, String key, String value) {
    to.add(new Attribute(key, AttributeValue.of(value)));
  }

  private static void number(List<Attribute> to, String key, long value) {
    to.add(new Attribute(key, AttributeValue.of(value)));
  }
}
