package dev.hopwise.analyze;

import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.SpanTree;

/// When spans ran on the clock of the root, as far as that can be told. For analysis only: what is
/// stored and shown stays as it was sent.
///
/// Two services have two clocks, unless both say that they run on one host. A SERVER span that is
/// the only one under a CLIENT span of another service must lie within it; where it does not, it is
/// moved into the middle, or to the start if it is longer, and with it whatever the same service
/// did below (Jaeger's adjustment, without its known harm: asynchronous children and spans of the
/// same service are never moved by themselves).
final class SkewCorrection {

  /// A child may end this part of the parent's duration after the parent and still have been waited
  /// for: the end is stamped before the answer is written.
  private static final int OVERHANG_PARTS = 100;

  private static final String HOST = "host.name";

  private final SpanTree tree;
  private final long[] shift;
  private final int[] serverChildren;

  SkewCorrection(SpanTree tree) {
    this.tree = tree;
    shift = new long[tree.size()];
    serverChildren = new int[tree.size()];
    for (int i = 0; i < shift.length; i++) {
      if (tree.parent(i) != SpanTree.NONE && tree.span(i).kind() == SpanKind.SERVER) {
        serverChildren[tree.parent(i)]++;
      }
    }
    for (int i = 0; i < shift.length; i++) {
      shift[i] = tree.parent(i) == SpanTree.NONE ? 0 : shiftOf(i, tree.parent(i));
    }
  }

  long start(int span) {
    return tree.span(span).startEpochNanos() + shift[span];
  }

  long end(int span) {
    return tree.span(span).endEpochNanos() + shift[span];
  }

  /// Whether the parent may have waited for a child.
  boolean blocks(int child) {
    int parent = tree.parent(child);
    boolean message =
        tree.span(parent).kind() == SpanKind.PRODUCER
            && tree.span(child).kind() == SpanKind.CONSUMER;
    long overhang = tree.span(parent).durationNanos() / OVERHANG_PARTS;
    return !message
        && start(child) < end(parent)
        && (isRemoteCall(parent, child) || end(child) <= end(parent) + overhang);
  }

  private long shiftOf(int child, int parent) {
    Span below = tree.span(child);
    Span above = tree.span(parent);
    if (below.serviceName().equals(above.serviceName()) || onOneHost(below, above)) {
      return shift[parent];
    }
    // Several servers under one client are attempts, of which no single one has to fit.
    if (!isRemoteCall(parent, child) || serverChildren[parent] != 1) {
      return 0;
    }
    long room = above.durationNanos() - below.durationNanos();
    long early = start(parent) - below.startEpochNanos();
    if (room >= 0) {
      boolean fits = early <= 0 && below.endEpochNanos() <= end(parent);
      return fits ? 0 : early + room / 2;
    }
    boolean startsWithin = early <= 0 && below.startEpochNanos() < end(parent);
    return startsWithin ? 0 : early;
  }

  /// One host has one clock: a server there that outlasts its client has only written its answer
  /// before its span ended.
  private static boolean onOneHost(Span a, Span b) {
    String host = a.resource().attributes().text(HOST);
    return host != null && host.equals(b.resource().attributes().text(HOST));
  }

  private boolean isRemoteCall(int parent, int child) {
    return tree.span(parent).kind() == SpanKind.CLIENT
        && tree.span(child).kind() == SpanKind.SERVER;
  }
}
