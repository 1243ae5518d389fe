package dev.hopwise.server.api.jaeger;

import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.model.SpanTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A trace's spans with an id of its own each, as Jaeger's page needs them: of spans that share an
/// id (Zipkin's CLIENT and SERVER) the later in the tree gets another, and what hangs on it in the
/// tree names that one. A parent that would lead back to the span itself is left out.
final class UniqueSpanIds {

  /// Odd, so that adding it again and again meets every number.
  private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

  private UniqueSpanIds() {}

  static List<Span> of(SpanTree tree) {
    Set<Long> sent = new HashSet<>();
    for (int i = 0; i < tree.size(); i++) {
      sent.add(tree.span(i).spanId());
    }
    Set<Long> used = new HashSet<>();
    long[] ids = new long[tree.size()];
    List<Span> spans = new ArrayList<>(tree.size());
    for (int i = 0; i < tree.size(); i++) {
      Span span = tree.span(i);
      ids[i] = used.contains(span.spanId()) ? unused(span.spanId(), sent, used) : span.spanId();
      used.add(ids[i]);
      spans.add(withIds(span, ids[i], parentId(tree, i, ids, sent)));
    }
    return spans;
  }

  private static long parentId(SpanTree tree, int i, long[] ids, Set<Long> sent) {
    if (tree.parent(i) != SpanTree.NONE) {
      return ids[tree.parent(i)];
    }
    long named = tree.span(i).parentSpanId();
    return sent.contains(named) ? SpanId.NONE : named;
  }

  private static long unused(long id, Set<Long> sent, Set<Long> used) {
    long next = id + STEP;
    while (next == SpanId.NONE || sent.contains(next) || used.contains(next)) {
      next += STEP;
    }
    return next;
  }

  private static Span withIds(Span span, long id, long parentId) {
    return id == span.spanId() && parentId == span.parentSpanId()
        ? span
        : new Span(
            span.traceId(),
            id,
            parentId,
            span.traceState(),
            span.flags(),
            span.name(),
            span.kind(),
            span.startEpochNanos(),
            span.endEpochNanos(),
            span.attributes(),
            span.droppedAttributesCount(),
            span.events(),
            span.droppedEventsCount(),
            span.links(),
            span.droppedLinksCount(),
            span.status(),
            span.resource(),
            span.scope(),
            span.kept());
  }
}
