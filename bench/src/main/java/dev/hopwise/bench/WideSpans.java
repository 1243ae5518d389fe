package dev.hopwise.bench;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The worst that a well-behaved sender sends: spans of about 2 KB with 40 attributes, of which
/// nearly no value comes twice. For the memory that a server needs, not for its speed.
final class WideSpans {

  private static final int SPANS_PER_TRACE = 8;
  private static final int ATTRIBUTES = 40;
  private static final InstrumentationScope SCOPE =
      new InstrumentationScope("wide", "1.0", Attributes.EMPTY, 0, "");
  private static final Resource RESOURCE =
      new Resource(
          Attributes.of(new Attribute(Resource.SERVICE_NAME, AttributeValue.of("wide"))), 0, "");

  private final Random random;

  WideSpans(long seed) {
    random = new Random(seed);
  }

  /// One whole trace whose root starts at a time.
  List<Span> nextTrace(long startEpochNanos) {
    TraceId trace = new TraceId(random.nextLong(), random.nextLong() | 1);
    List<Span> spans = new ArrayList<>();
    long parent = 0;
    for (int i = 0; i < SPANS_PER_TRACE; i++) {
      long id = random.nextLong() | 1;
      spans.add(span(trace, id, parent, startEpochNanos + i * 1_000L));
      parent = id;
    }
    return spans;
  }

  private Span span(TraceId trace, long id, long parent, long start) {
    return new Span(
        trace,
        id,
        parent,
        "",
        1,
        "wide operation " + random.nextInt(1_000_000),
        SpanKind.INTERNAL,
        start,
        start + 1_000 + random.nextInt(50_000_000),
        attributes(),
        0,
        List.of(),
        0,
        List.of(),
        0,
        Status.UNSET,
        RESOURCE,
        SCOPE);
  }

  private Attributes attributes() {
    List<Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < ATTRIBUTES; i++) {
      String value = "%016x-%016x".formatted(random.nextLong(), random.nextLong());
      attributes.add(new Attribute("attribute." + i, AttributeValue.of(value)));
    }
    return Attributes.of(attributes);
  }
}
