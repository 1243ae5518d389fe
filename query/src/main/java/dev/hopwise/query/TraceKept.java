package dev.hopwise.query;

import dev.hopwise.model.Kept;
import dev.hopwise.model.SpanTree;

/// How a trace came to be kept, from what stands at its spans.
public final class TraceKept {

  /// The trigger of spans that arrived after their trace was decided.
  private static final String LATE = "late";

  private TraceKept() {}

  /// The decision: that of the root, or else of the first span in the waterfall that was there when
  /// the trace was decided. Where all are late, a late one: the trace was kept only then. {@link
  /// Kept#UNKNOWN} or a bare probability where nobody decided.
  public static Kept of(SpanTree tree) {
    Kept first = tree.span(tree.root() == SpanTree.NONE ? 0 : tree.root()).kept();
    if (isOnTime(first)) {
      return first;
    }
    Kept late = first;
    for (int i = 0; i < tree.size(); i++) {
      Kept kept = tree.span(i).kept();
      if (isOnTime(kept)) {
        return kept;
      }
      late = late.rule().isEmpty() ? kept : late;
    }
    return late.rule().isEmpty() ? first : late;
  }

  /// How many traces a stored one stands for: at least 1, or 0 where it is no part of the sample.
  public static double weight(SpanTree tree) {
    return of(tree).weight();
  }

  /// How many spans arrived after the decision.
  static int lateSpans(SpanTree tree) {
    int late = 0;
    for (int i = 0; i < tree.size(); i++) {
      late += isLate(tree.span(i).kept()) ? 1 : 0;
    }
    return late;
  }

  static boolean isLate(Kept kept) {
    return kept.trigger().equals(LATE);
  }

  private static boolean isOnTime(Kept kept) {
    return !kept.rule().isEmpty() && !isLate(kept);
  }
}
