package dev.hopwise.analyze;

import dev.hopwise.model.SpanKind;
import dev.hopwise.model.SpanTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// Which span the root was waiting for at each moment, found from the end: the child that finishes
/// last is on the path, then the one that ends before that one starts, and so on; what no child
/// covers is the span's own (CRISP, USENIX ATC 2022; Google's critical path tracing). Children are
/// clipped to their parents, so that the segments sum to the root's duration exactly.
///
/// A child does not block its parent, and is not followed, when it is a CONSUMER below a PRODUCER,
/// starts after the parent has ended, or outlasts it; what went by another clock is first moved to
/// where it fits ({@link ClockSkew}).
///
/// @param segments sorted by start, without gaps or overlaps, none of them empty
/// @param totalNanos the root's duration, 0 when that is negative
public record CriticalPath(List<Segment> segments, long totalNanos) {

  /// No root, no path.
  public static final CriticalPath NONE = new CriticalPath(List.of(), 0);

  /// A child may end this part of the parent's duration after the parent and still have been waited
  /// for: the end is stamped before the answer is written.
  private static final int OVERHANG_PARTS = 100;

  public CriticalPath {
    segments = List.copyOf(segments);
  }

  /// A time in which one span was the one that was waited for.
  ///
  /// @param span index in the tree
  public record Segment(int span, long startEpochNanos, long durationNanos) {}

  /// The path from a root down.
  ///
  /// @param root an index in the tree, or {@link SpanTree#NONE}
  public static CriticalPath of(SpanTree tree, int root) {
    return of(tree, root, ClockSkew.of(tree));
  }

  /// The same with the clocks as they were found.
  public static CriticalPath of(SpanTree tree, int root, ClockSkew clocks) {
    if (root == SpanTree.NONE || tree.span(root).durationNanos() <= 0) {
      return NONE;
    }
    return new Walk(tree, clocks).from(root);
  }

  /// Backwards in time, with a stack of its own since traces may be as deep as they are long.
  private static final class Walk {
    private final SpanTree tree;
    private final ClockSkew times;
    private final List<Segment> backwards = new ArrayList<>();
    private final List<Frame> stack = new ArrayList<>();

    Walk(SpanTree tree, ClockSkew times) {
      this.tree = tree;
      this.times = times;
    }

    CriticalPath from(int root) {
      push(root, times.start(root), times.end(root));
      while (!stack.isEmpty()) {
        step(stack.getLast());
      }
      Collections.reverse(backwards);
      return new CriticalPath(backwards, times.end(root) - times.start(root));
    }

    private void push(int span, long from, long to) {
      stack.add(new Frame(span, from, to, blockingChildren(span)));
    }

    /// Takes the next child of a span, or gives it the rest of its time.
    private void step(Frame frame) {
      while (frame.nextChild < frame.children.length) {
        int child = frame.children[frame.nextChild++];
        long end = Math.min(times.end(child), frame.to);
        long start = Math.max(times.start(child), frame.from);
        if (end <= frame.cursor && start < end) {
          own(frame.span, end, frame.cursor);
          frame.cursor = start;
          push(child, start, end);
          return;
        }
      }
      own(frame.span, frame.from, frame.cursor);
      stack.removeLast();
    }

    private void own(int span, long from, long to) {
      if (from < to) {
        backwards.add(new Segment(span, from, to - from));
      }
    }

    /// Whether the parent may have waited for a child.
    private boolean blocks(int parent, int child) {
      boolean message =
          tree.span(parent).kind() == SpanKind.PRODUCER
              && tree.span(child).kind() == SpanKind.CONSUMER;
      long overhang = tree.span(parent).durationNanos() / OVERHANG_PARTS;
      return !message
          && times.start(child) < times.end(parent)
          && (ClockSkew.isRemoteCall(tree, parent, child)
              || times.end(child) <= times.end(parent) + overhang);
    }

    /// Last finisher first; of several the one that started first, since it explains most.
    private int[] blockingChildren(int span) {
      int[] found = new int[tree.childCount(span)];
      int count = 0;
      for (int child = span + 1; child < tree.end(span); child = tree.end(child)) {
        if (blocks(span, child)) {
          found[count++] = child;
        }
      }
      return Arrays.stream(found, 0, count)
          .boxed()
          .sorted(
              Comparator.<Integer>comparingLong(times::end)
                  .reversed()
                  .thenComparingLong(times::start)
                  .thenComparing(Comparator.naturalOrder()))
          .mapToInt(Integer::intValue)
          .toArray();
    }
  }

  /// A span whose time is being divided: `cursor` is where the undivided part ends.
  private static final class Frame {
    private final int span;
    private final long from;
    private final long to;
    private final int[] children;
    private int nextChild;
    private long cursor;

    Frame(int span, long from, long to, int[] children) {
      this.span = span;
      this.from = from;
      this.to = to;
      this.children = children;
      this.cursor = to;
    }
  }
}
