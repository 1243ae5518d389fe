package dev.hopwise.testkit;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Kept;
import dev.hopwise.model.Link;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Arbitrary spans from a seed: every kind of value, empty, long and multi-byte texts, keys that
/// hold values of several types, none to forty attributes, events, links, negative durations, and
/// starts spread over several hours. Values repeat often enough for filters to match.
public final class RandomSpans {

  /// When the earliest of them starts: 2026-11-22 10:30 UTC, so that the hour changes among them.
  public static final long FROM_EPOCH_NANOS = 1_795_343_400_000_000_000L;

  private static final long HOUR_NANOS = 3_600_000_000_000L;
  private static final int TEXT_LONG = 700;
  private static final List<String> DEDICATED_KEYS =
      List.of(
          "http.request.method",
          "http.route",
          "http.response.status_code",
          "url.path",
          "server.address",
          "error.type",
          "db.system.name",
          "db.namespace",
          "db.query.text",
          "rpc.method",
          "messaging.destination.name",
          "user_agent.original",
          "enduser.id",
          "tenant.id");

  private static final List<String> RULES = List.of("errors", "slow", "baseline");

  private final RandomGenerator random;
  private final RandomGenerator keepRandom;
  private final int hours;
  private final int attributesMax;

  /// Half of the seeds make spans about which nobody decided.
  private final boolean marked;

  private final List<Resource> resources = new ArrayList<>();
  private final List<InstrumentationScope> scopes = new ArrayList<>();
  private TraceId traceId = new TraceId(0, 1);

  public RandomSpans(long seed) {
    random = new SplittableRandom(seed);
    keepRandom = new SplittableRandom(~seed);
    marked = keepRandom.nextBoolean();
    hours = 1 + random.nextInt(3);
    attributesMax = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(40);
    for (int i = 0; i < 5; i++) {
      resources.add(resource());
      scopes.add(scope());
    }
  }

  /// The next spans; a trace's spans mostly follow each other.
  public List<Span> next(int count) {
    List<Span> spans = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      spans.add(next());
    }
    return spans;
  }

  /// The next span.
  public Span next() {
    if (random.nextInt(4) == 0) {
      traceId = traceId(random);
    }
    long start = FROM_EPOCH_NANOS + random.nextLong(hours * HOUR_NANOS);
    long duration = random.nextInt(20) == 0 ? -random.nextInt(1000) : random.nextInt(1 << 30);
    return new Span(
        traceId,
        spanId(random),
        random.nextInt(3) == 0 ? 0 : spanId(random),
        random.nextInt(8) == 0 ? text(random) : "",
        random.nextInt(3) == 0 ? random.nextInt() : 0,
        text(random),
        SpanKind.ofNumber(random.nextInt(6)),
        start,
        start + duration,
        attributes(attributesMax),
        dropped(),
        listOf(4, this::event),
        dropped(),
        listOf(3, this::link),
        dropped(),
        status(),
        resources.get(random.nextInt(resources.size())),
        scopes.get(random.nextInt(scopes.size())),
        marked ? kept() : Kept.UNKNOWN);
  }

  /// Mostly one of few, as the spans of a trace share it; some were kept by nobody.
  private Kept kept() {
    double probability =
        switch (keepRandom.nextInt(4)) {
          case 0 -> keepRandom.nextInt(8) == 0 ? 0 : 1;
          case 1 -> 0.05;
          case 2 -> 1.0 / (1 + keepRandom.nextInt(5));
          default -> Double.MIN_NORMAL + keepRandom.nextDouble();
        };
    if (keepRandom.nextInt(6) == 0) {
      return new Kept(probability, "", "", null);
    }
    return new Kept(
        probability,
        keepRandom.nextInt(9) == 0 ? "rule é" : RULES.get(keepRandom.nextInt(RULES.size())),
        keepRandom.nextBoolean() ? "quiet" : "late",
        keepRandom.nextInt(3) == 0 ? "window-" + keepRandom.nextInt(3) : null);
  }

  /// A span of which only the attributes matter.
  public static Span bare(Attributes attributes) {
    return new Span(
        new TraceId(1, 2),
        3,
        0,
        "",
        0,
        "bare",
        SpanKind.INTERNAL,
        FROM_EPOCH_NANOS,
        FROM_EPOCH_NANOS + 1,
        attributes,
        0,
        List.of(),
        0,
        List.of(),
        0,
        Status.UNSET,
        Resource.EMPTY,
        InstrumentationScope.EMPTY);
  }

  /// A value of any kind.
  ///
  /// @param depth how deep arrays and maps may nest
  public static AttributeValue value(RandomGenerator random, int depth) {
    return switch (random.nextInt(depth > 0 ? 14 : 12)) {
      case 0, 1 -> AttributeValue.of((long) random.nextInt(600));
      case 2 -> AttributeValue.of(random.nextLong());
      case 3 -> AttributeValue.of(random.nextBoolean());
      case 4 -> AttributeValue.of(random.nextInt(5) / 2.0);
      case 5 -> real(random);
      case 6 -> bytesOrEmpty(random);
      case 12 -> array(random, depth);
      case 13 -> new AttributeValue.Map(nested(random, depth));
      default -> AttributeValue.of(text(random));
    };
  }

  /// A text: often one of few, sometimes empty, long, or of several bytes a character.
  public static String text(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> "";
      case 1, 2, 3 -> "v" + random.nextInt(5);
      case 4 -> "é€😀" + random.nextInt(3);
      case 5 -> "x".repeat(random.nextInt(TEXT_LONG)) + "\uFFFF";
      case 6 -> "\"\\\n\u0000" + random.nextInt(2);
      default -> Long.toHexString(random.nextLong());
    };
  }

  /// A key: often one that has a column of its own.
  public static String key(RandomGenerator random) {
    return random.nextInt(3) == 0
        ? DEDICATED_KEYS.get(random.nextInt(DEDICATED_KEYS.size()))
        : "k" + random.nextInt(40);
  }

  private static AttributeValue real(RandomGenerator random) {
    return switch (random.nextInt(5)) {
      case 0 -> AttributeValue.of(Double.NaN);
      case 1 -> AttributeValue.of(Double.NEGATIVE_INFINITY);
      case 2 -> AttributeValue.of(-0.0);
      case 3 -> AttributeValue.of(random.nextGaussian() * 1e300);
      default -> AttributeValue.of(random.nextGaussian());
    };
  }

  private static AttributeValue bytesOrEmpty(RandomGenerator random) {
    if (random.nextBoolean()) {
      return AttributeValue.EMPTY;
    }
    byte[] bytes = new byte[random.nextInt(5)];
    random.nextBytes(bytes);
    return new AttributeValue.Bytes(bytes);
  }

  private static AttributeValue array(RandomGenerator random, int depth) {
    List<AttributeValue> values = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(value(random, depth - 1));
    }
    return new AttributeValue.Array(values);
  }

  private static Attributes nested(RandomGenerator random, int depth) {
    List<Attribute> entries = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      entries.add(new Attribute(key(random), value(random, depth - 1)));
    }
    return Attributes.of(entries);
  }

  private Attributes attributes(int max) {
    List<Attribute> attributes = new ArrayList<>();
    for (int i = max == 0 ? 0 : random.nextInt(max + 1); i > 0; i--) {
      attributes.add(new Attribute(key(random), value(random, 2)));
    }
    return Attributes.of(attributes);
  }

  private Event event() {
    long time = FROM_EPOCH_NANOS + random.nextInt(1_000_000);
    return new Event(time, text(random), attributes(Math.min(3, attributesMax)), dropped());
  }

  private Link link() {
    return new Link(
        traceId(random),
        random.nextInt(4) == 0 ? 0 : spanId(random),
        random.nextBoolean() ? "" : text(random),
        attributes(Math.min(3, attributesMax)),
        dropped(),
        random.nextInt(2));
  }

  private Status status() {
    return switch (random.nextInt(4)) {
      case 0 -> new Status(StatusCode.ERROR, text(random));
      case 1 -> new Status(StatusCode.OK, "");
      default -> Status.UNSET;
    };
  }

  private Resource resource() {
    Attributes attributes = attributes(4);
    if (random.nextInt(4) > 0) {
      attributes =
          attributes.with(Resource.SERVICE_NAME, AttributeValue.of("s" + random.nextInt(3)));
    }
    return new Resource(attributes, dropped(), random.nextBoolean() ? "" : text(random));
  }

  private InstrumentationScope scope() {
    return new InstrumentationScope(
        text(random),
        text(random),
        random.nextBoolean() ? Attributes.EMPTY : attributes(3),
        dropped(),
        random.nextBoolean() ? "" : text(random));
  }

  private int dropped() {
    return random.nextInt(6) == 0 ? 1 + random.nextInt(9) : 0;
  }

  private <T> List<T> listOf(int max, Supplier<T> element) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(3) > 0 ? 0 : random.nextInt(max + 1); i > 0; i--) {
      list.add(element.get());
    }
    return list;
  }

  private static TraceId traceId(RandomGenerator random) {
    return new TraceId(random.nextLong(), random.nextLong() | 1);
  }

  private static long spanId(RandomGenerator random) {
    return random.nextLong() | 1;
  }
}
