package dev.hopwise.store.memory;

import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.StoredTrace;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What tells the spans of one trace apart: of several with equal identity the first counts.
public record SpanIdentity(long startEpochNanos, long spanId, SpanKind kind)
    implements Comparable<SpanIdentity> {

  private static final Comparator<SpanIdentity> ORDER =
      Comparator.comparingLong(SpanIdentity::startEpochNanos)
          .thenComparing(SpanIdentity::spanId, Long::compareUnsigned)
          .thenComparing(SpanIdentity::kind);

  /// Of a span.
  public static SpanIdentity of(Span span) {
    return new SpanIdentity(span.startEpochNanos(), span.spanId(), span.kind());
  }

  @Override
  public int compareTo(SpanIdentity other) {
    return ORDER.compare(this, other);
  }

  /// The trace that these spans make, or nothing of none.
  public static Optional<StoredTrace> trace(TraceId id, Stream<Span> spans, int segmentsRead) {
    Map<SpanIdentity, Span> unique =
        spans.collect(Collectors.toMap(SpanIdentity::of, Function.identity(), (a, _) -> a));
    List<Span> sorted =
        unique.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(Map.Entry::getValue)
            .limit(StoredTrace.SPANS_MAX)
            .toList();
    return sorted.isEmpty()
        ? Optional.empty()
        : Optional.of(new StoredTrace(id, sorted, segmentsRead, unique.size() - sorted.size()));
  }
}
