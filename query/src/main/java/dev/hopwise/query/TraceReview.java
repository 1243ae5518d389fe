package dev.hopwise.query;

import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.SpanTree;
import dev.hopwise.store.StoredTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads a trace for what is missing and what looks wrong.
final class TraceReview {

  /// A child that starts this much before its parent was not stamped by the same clock.
  static final Duration SKEW_MIN = Duration.ofMillis(1);

  /// Lines of one kind; more are counted.
  private static final int LINES_MAX = 10;

  private final SpanTree tree;

  private TraceReview(SpanTree tree) {
    this.tree = tree;
  }

  static TraceAnswer of(StoredTrace trace) {
    SpanTree tree = SpanTree.of(trace.spans());
    TraceReview review = new TraceReview(tree);
    long start = TraceExtent.startEpochNanos(tree);
    return new TraceAnswer(
        trace.id(),
        tree,
        tree.root(),
        start,
        TraceExtent.endEpochNanos(tree) - start,
        ServiceCount.of(tree),
        TraceKept.of(tree),
        review.late(),
        review.incomplete(trace.truncated()),
        review.warnings(),
        trace.truncated());
  }

  private List<String> late() {
    int late = TraceKept.lateSpans(tree);
    if (late == 0) {
      return List.of();
    }
    return List.of(
        TraceKept.isLate(TraceKept.of(tree))
            ? "it was dropped at first and kept when late spans had arrived"
            : counted(late, "span", "spans") + " arrived after the decision");
  }

  private List<String> incomplete(long truncated) {
    List<String> reasons = new ArrayList<>();
    if (tree.root() == SpanTree.NONE) {
      reasons.add("no root span has arrived");
    }
    int orphans = 0;
    for (int i = 0; i < tree.size(); i = tree.end(i)) {
      orphans += tree.isOrphan(i) ? 1 : 0;
    }
    orphans -= tree.cutCount();
    if (orphans > 0) {
      reasons.add(
          counted(orphans, "span names a parent", "spans name a parent") + " that has not arrived");
    }
    if (truncated > 0) {
      reasons.add(counted(truncated, "span was", "spans were") + " left out of this answer");
    }
    return reasons;
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    negativeDurations(warnings);
    skew(warnings);
    repeatedIds(warnings);
    if (tree.cutCount() > 0) {
      warnings.add(
          counted(tree.cutCount(), "span has itself", "spans have themselves")
              + " as an ancestor; shown without a parent");
    }
    return warnings;
  }

  private void negativeDurations(List<String> warnings) {
    int count = 0;
    for (int i = 0; i < tree.size(); i++) {
      Span span = tree.span(i);
      if (span.durationNanos() < 0 && ++count <= LINES_MAX) {
        warnings.add(
            "span %s of %s ends %d ns before it starts"
                .formatted(SpanId.hex(span.spanId()), span.serviceName(), -span.durationNanos()));
      }
    }
    if (count > LINES_MAX) {
      warnings.add((count - LINES_MAX) + " more spans end before they start");
    }
  }

  /// One line for each pair of services, with the largest difference.
  private void skew(List<String> warnings) {
    Map<String, Skew> pairs = new TreeMap<>();
    for (int i = 0; i < tree.size(); i++) {
      if (tree.parent(i) == SpanTree.NONE) {
        continue;
      }
      Span child = tree.span(i);
      Span parent = tree.span(tree.parent(i));
      long early = parent.startEpochNanos() - child.startEpochNanos();
      if (early > SKEW_MIN.toNanos()) {
        pairs.merge(
            "spans of " + child.serviceName() + " below " + parent.serviceName(),
            new Skew(1, early),
            (a, b) -> new Skew(a.count + b.count, Math.max(a.maxNanos, b.maxNanos)));
      }
    }
    pairs.entrySet().stream()
        .limit(LINES_MAX)
        .map(pair ->
            "clock skew: %d %s start up to %.1f ms before their parents"
                .formatted(pair.getValue().count, pair.getKey(), pair.getValue().maxNanos / 1e6))
        .forEach(warnings::add);
    if (pairs.size() > LINES_MAX) {
      warnings.add("clock skew between " + (pairs.size() - LINES_MAX) + " more pairs of services");
    }
  }

  private record Skew(int count, long maxNanos) {}

  /// A CLIENT and a SERVER may share an id, as Zipkin has it.
  private void repeatedIds(List<String> warnings) {
    Set<Identity> seen = HashSet.newHashSet(tree.size());
    int repeated = 0;
    for (int i = 0; i < tree.size(); i++) {
      Span span = tree.span(i);
      repeated += seen.add(new Identity(span.spanId(), span.kind())) ? 0 : 1;
    }
    if (repeated > 0) {
      warnings.add(counted(repeated, "span repeats", "spans repeat") + " the id of another");
    }
  }

  private record Identity(long spanId, SpanKind kind) {}

  private static String counted(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
