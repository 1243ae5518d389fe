package dev.hopwise.traceql;

import dev.hopwise.model.Span;
import dev.hopwise.model.SpanTree;
import java.util.List;

/// A trace as the evaluator sees it: its spans with their parents, and what belongs to the whole.
public final class TraceView {

  private final SpanTree tree;
  private final int root;
  private final long durationNanos;
  private final int[] childCount;
  private final int[] setLeft;
  private final int[] setRight;

  private TraceView(SpanTree tree) {
    this.tree = tree;
    root = tree.root();
    durationNanos = duration(tree);
    childCount = new int[tree.size()];
    setLeft = new int[tree.size()];
    setRight = new int[tree.size()];
    numberSets();
  }

  /// Of the spans of one trace, in whatever order.
  public static TraceView of(List<Span> spans) {
    return new TraceView(SpanTree.of(spans));
  }

  /// Of spans whose order is known already.
  public static TraceView of(SpanTree tree) {
    return new TraceView(tree);
  }

  /// The spans; indexes of a {@link Spanset} are this tree's.
  public SpanTree tree() {
    return tree;
  }

  /// The index of the earliest span without a parent, or {@link SpanTree#NONE}.
  int root() {
    return root;
  }

  /// From the earliest start to the latest end.
  long durationNanos() {
    return durationNanos;
  }

  int childCount(int index) {
    return childCount[index];
  }

  int nestedSetLeft(int index) {
    return setLeft[index];
  }

  int nestedSetRight(int index) {
    return setRight[index];
  }

  int nestedSetParent(int index) {
    if (setLeft[index] == 0) {
      return 0;
    }
    int parent = tree.parent(index);
    return parent == SpanTree.NONE ? -1 : setLeft[parent];
  }

  private static long duration(SpanTree tree) {
    long start = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    for (int i = 0; i < tree.size(); i++) {
      start = Math.min(start, tree.span(i).startEpochNanos());
      end = Math.max(end, tree.span(i).endEpochNanos());
    }
    return tree.size() == 0 ? 0 : end - start;
  }

  /// A span is entered after two numbers for each span before it that is closed, and one for each
  /// that is open: its ancestors.
  private void numberSets() {
    int offset = 0;
    for (int top = 0; top < tree.size(); top = tree.end(top)) {
      boolean numbered = !tree.isOrphan(top);
      for (int i = top; i < tree.end(top); i++) {
        if (tree.parent(i) != SpanTree.NONE) {
          childCount[tree.parent(i)]++;
        }
        if (numbered) {
          setLeft[i] = offset + 2 * (i - top) - tree.depth(i) + 1;
          setRight[i] = setLeft[i] + 2 * (tree.end(i) - i) - 1;
        }
      }
      offset += numbered ? 2 * (tree.end(top) - top) : 0;
    }
  }
}
