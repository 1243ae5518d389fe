package dev.hopwise.acceptance;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Link;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Whole traces of the recent past with a small vocabulary, so that random searches find something.
final class ShopTraces {

  static final List<String> SERVICES = List.of("gateway", "auth", "orders", "payments", "worker");
  static final List<String> NAMES = List.of("GET /cart", "POST /checkout", "SELECT orders", "send");
  static final List<String> TENANTS = List.of("acme", "globex", "initech");

  private static final InstrumentationScope SCOPE =
      new InstrumentationScope("acceptance", "1", Attributes.EMPTY, 0, "");

  private ShopTraces() {}

  /// A trace of so many spans, every later one a child of an earlier one.
  static List<Span> trace(Random random, int spanCount, long startEpochNanos) {
    TraceId id = new TraceId(random.nextLong() | 1, random.nextLong());
    List<Span> spans = new ArrayList<>(spanCount);
    for (int i = 0; i < spanCount; i++) {
      Span parent = i == 0 ? null : spans.get(random.nextInt(i));
      long start = startEpochNanos + i * 1_000_000L + random.nextInt(1000);
      spans.add(span(random, id, parent == null ? 0 : parent.spanId(), start));
    }
    return spans;
  }

  private static Span span(Random random, TraceId id, long parent, long start) {
    boolean failed = random.nextInt(10) == 0;
    return new Span(
        id,
        random.nextLong() | 1,
        parent,
        random.nextInt(5) == 0 ? "ot=th:8" : "",
        0x101,
        oneOf(NAMES, random),
        SpanKind.ofNumber(random.nextInt(6)),
        start,
        start + random.nextInt(200_000_000),
        attributes(random),
        0,
        failed
            ? List.of(new Event(start + 5, "exception", Attributes.of("exception.type", "X"), 0))
            : List.of(),
        0,
        random.nextInt(8) == 0
            ? List.of(new Link(new TraceId(1, start), 5, "", Attributes.EMPTY, 0, 0))
            : List.of(),
        0,
        failed ? new Status(StatusCode.ERROR, "deliberate") : Status.UNSET,
        resource(oneOf(SERVICES, random)),
        SCOPE);
  }

  private static Resource resource(String service) {
    return new Resource(
        Attributes.of(
            new Attribute("service.name", AttributeValue.of(service)),
            new Attribute("host.cpus", AttributeValue.of(4))),
        0,
        "");
  }

  private static Attributes attributes(Random random) {
    List<Attribute> all = new ArrayList<>();
    all.add(new Attribute("tenant.id", AttributeValue.of(oneOf(TENANTS, random))));
    all.add(
        new Attribute(
            "http.response.status_code", AttributeValue.of(random.nextBoolean() ? 200 : 500)));
    if (random.nextBoolean()) {
      all.add(new Attribute("http.route", AttributeValue.of("/cart/{id}")));
      all.add(new Attribute("cart.size", AttributeValue.of(random.nextInt(20))));
    }
    if (random.nextInt(3) == 0) {
      all.add(new Attribute("ratio", AttributeValue.of(random.nextInt(100) / 8.0)));
      all.add(new Attribute("cached", AttributeValue.of(random.nextBoolean())));
    }
    return Attributes.of(all);
  }

  static <T> T oneOf(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
