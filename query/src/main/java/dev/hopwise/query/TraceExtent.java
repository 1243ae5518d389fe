package dev.hopwise.query;

import dev.hopwise.model.SpanTree;

/// From the earliest start to the latest end of a trace's spans.
final class TraceExtent {

  private TraceExtent() {}

  static long startEpochNanos(SpanTree tree) {
    long start = Long.MAX_VALUE;
    for (int i = 0; i < tree.size(); i = tree.end(i)) {
      start = Math.min(start, earliest(tree, i));
    }
    return start;
  }

  /// A child may start before its parent where clocks differ.
  private static long earliest(SpanTree tree, int top) {
    long start = Long.MAX_VALUE;
    for (int i = top; i < tree.end(top); i++) {
      start = Math.min(start, tree.span(i).startEpochNanos());
    }
    return start;
  }

  /// Never before the start.
  static long endEpochNanos(SpanTree tree) {
    long end = startEpochNanos(tree);
    for (int i = 0; i < tree.size(); i++) {
      end = Math.max(end, tree.span(i).endEpochNanos());
    }
    return end;
  }
}
