package dev.hopwise.store.lake;

import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.StoredTrace;
import dev.hopwise.store.memory.SpanIdentity;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The spans of one trace from all segments: repeated ones once, in order, at most {@link
/// StoredTrace#SPANS_MAX}.
final class TraceMerge {

  private final TreeMap<SpanIdentity, Span> spans = new TreeMap<>();
  private int segmentsRead;
  private long truncated;

  /// Adds what a segment has of it.
  void read(TraceId id, Segment segment) {
    int before = spans.size();
    long truncatedBefore = truncated;
    segment.trace(id, this::add);
    if (spans.size() > before || truncated > truncatedBefore) {
      segmentsRead++;
    }
  }

  /// The trace, or nothing when no segment has any of it.
  Optional<StoredTrace> trace(TraceId id) {
    return spans.isEmpty()
        ? Optional.empty()
        : Optional.of(new StoredTrace(id, List.copyOf(spans.values()), segmentsRead, truncated));
  }

  private void add(Span span) {
    var _ = spans.putIfAbsent(SpanIdentity.of(span), span);
    if (spans.size() > StoredTrace.SPANS_MAX) {
      spans.pollLastEntry();
      truncated++;
    }
  }
}
