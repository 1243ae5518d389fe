package dev.hopwise.sample.reachback;

import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.sample.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Traces of a few services whose spans arrive spread over some seconds, a record each half second.
final class Traffic {

  static final long SECOND = 1_000_000_000L;
  static final long START = 1_795_000_000L * SECOND;
  private static final List<String> SERVICES = List.of("gateway", "shop", "bank", "stock");
  private static final int SPANS_MAX = 9;

  private final SplittableRandom random;
  private final TreeMap<Long, List<Span>> arrivals = new TreeMap<>();
  final Map<TraceId, List<Span>> traces = new LinkedHashMap<>();
  final Map<TraceId, Long> firstArrival = new LinkedHashMap<>();
  final Map<TraceId, Long> lastArrival = new LinkedHashMap<>();

  Traffic(long seed) {
    random = new SplittableRandom(seed);
  }

  Traffic of(int seconds, int tracesPerSecond) {
    for (int second = 0; second < seconds; second++) {
      for (int i = 0; i < tracesPerSecond; i++) {
        trace(START + second * SECOND + random.nextLong(SECOND));
      }
    }
    return this;
  }

  /// Everything that had arrived before a time.
  void appendTo(Past past, long untilEpochNanos) {
    arrivals.headMap(untilEpochNanos).forEach(past::append);
  }

  /// Everything that arrives between two times.
  void appendTo(Past past, long fromEpochNanos, long untilEpochNanos) {
    arrivals.subMap(fromEpochNanos, untilEpochNanos).forEach(past::append);
  }

  /// Those that satisfy a condition, by what arrived before a time.
  List<TraceId> matching(String traceQl) {
    Condition condition = Condition.parse(traceQl);
    return traces.entrySet().stream()
        .filter(each -> condition.matches(each.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void trace(long start) {
    TraceId id = new TraceId(random.nextLong(), random.nextLong());
    int count = 1 + random.nextInt(SPANS_MAX);
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long at = start + i * 50_000_000L;
      Span span = span(id, i + 1, i == 0 ? 0 : 1 + random.nextInt(i), at);
      spans.add(span);
      long arrival = (at + random.nextLong(3 * SECOND)) / (SECOND / 2) * (SECOND / 2);
      arrivals.computeIfAbsent(arrival, _ -> new ArrayList<>()).add(span);
      firstArrival.merge(id, arrival, Math::min);
      lastArrival.merge(id, arrival, Math::max);
    }
    traces.put(id, spans);
  }

  private Span span(TraceId id, long spanId, long parent, long start) {
    String service = SERVICES.get(random.nextInt(SERVICES.size()));
    boolean failed = random.nextInt(40) == 0;
    return new Span(
        id,
        spanId,
        parent,
        "",
        257,
        "call " + random.nextInt(5),
        SpanKind.SERVER,
        start,
        start + random.nextLong(SECOND),
        Attributes.of("http.route", "/r" + random.nextInt(10)),
        0,
        List.of(),
        0,
        List.of(),
        0,
        failed ? new Status(StatusCode.ERROR, "no") : Status.UNSET,
        new Resource(Attributes.of(Resource.SERVICE_NAME, service), 0, ""),
        new InstrumentationScope("lib", "1", Attributes.EMPTY, 0, ""));
  }
}
