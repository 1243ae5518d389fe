package dev.hopwise.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The spans of a trace in depth-first order (children by start), with their parents.
///
/// A span's descendants are the indexes behind it up to {@link #end}, so that every walk is a loop
/// over an array and no depth can overflow a stack. Whatever was sent gives a tree: a span that
/// names itself, a missing one or one of its own descendants as parent stands at the top. Where two
/// spans share an id (Zipkin's CLIENT and SERVER), the SERVER is the CLIENT's child and takes the
/// children.
public final class SpanTree {

  /// The parent of a span that stands at the top.
  public static final int NONE = -1;

  private static final Comparator<Span> BY_START =
      Comparator.comparingLong(Span::startEpochNanos)
          .thenComparing(Span::spanId, Long::compareUnsigned)
          .thenComparing(Span::kind);

  private final Span[] spans;
  private final int[] parent;
  private final int[] depth;
  private final int[] end;
  private final int cutCount;

  private SpanTree(Span[] spans, int[] parent, int[] depth, int[] end, int cutCount) {
    this.spans = spans;
    this.parent = parent;
    this.depth = depth;
    this.end = end;
    this.cutCount = cutCount;
  }

  /// Orders the spans of one trace.
  public static SpanTree of(List<Span> unordered) {
    Span[] spans = unordered.toArray(Span[]::new);
    Arrays.sort(spans, BY_START);
    int[] parents = new Parents(spans).resolve();
    int cutCount = cutCycles(parents);
    return depthFirst(spans, parents, cutCount);
  }

  /// How many spans.
  public int size() {
    return spans.length;
  }

  /// All of them, in order; unmodifiable.
  public List<Span> spans() {
    return List.of(spans);
  }

  /// The span at an index.
  public Span span(int index) {
    return spans[index];
  }

  /// The index of the parent, always smaller, or {@link #NONE}.
  public int parent(int index) {
    return parent[index];
  }

  /// How many ancestors it has.
  public int depth(int index) {
    return depth[index];
  }

  /// The index behind the last descendant. The first child is `index + 1` if that is smaller, the
  /// next child stands at the `end` of the one before.
  public int end(int index) {
    return end[index];
  }

  /// How many children it has.
  public int childCount(int index) {
    int count = 0;
    for (int child = index + 1; child < end[index]; child = end[child]) {
      count++;
    }
    return count;
  }

  /// Whether it names a parent but stands at the top.
  public boolean isOrphan(int index) {
    return parent[index] == NONE && !spans[index].isRoot();
  }

  /// The earliest span that names no parent, or {@link #NONE}.
  public int root() {
    int root = NONE;
    for (int i = 0; i < spans.length; i = end[i]) {
      if (spans[i].isRoot() && (root == NONE || BY_START.compare(spans[i], spans[root]) < 0)) {
        root = i;
      }
    }
    return root;
  }

  /// How many parent references were ignored because they led back to the span itself.
  public int cutCount() {
    return cutCount;
  }

  /// Follows every chain of parents once; a chain that meets itself is cut at its earliest span.
  private static int cutCycles(int[] parents) {
    int[] seenBy = new int[parents.length];
    Arrays.fill(seenBy, NONE);
    int cuts = 0;
    for (int i = 0; i < parents.length; i++) {
      int at = i;
      while (at != NONE && seenBy[at] == NONE) {
        seenBy[at] = i;
        at = parents[at];
      }
      if (at != NONE && seenBy[at] == i) {
        parents[earliestOfCycle(parents, at)] = NONE;
        cuts++;
      }
    }
    return cuts;
  }

  private static int earliestOfCycle(int[] parents, int member) {
    int earliest = member;
    for (int at = parents[member]; at != member; at = parents[at]) {
      earliest = Math.min(earliest, at);
    }
    return earliest;
  }

  private static SpanTree depthFirst(Span[] spans, int[] parents, int cutCount) {
    int count = spans.length;
    int[] firstChild = new int[count + 1];
    int[] nextSibling = new int[count];
    Arrays.fill(firstChild, NONE);
    for (int i = count - 1; i >= 0; i--) {
      int list = parents[i] == NONE ? count : parents[i];
      nextSibling[i] = firstChild[list];
      firstChild[list] = i;
    }
    Span[] ordered = new Span[count];
    int[] parent = new int[count];
    int[] depth = new int[count];
    int[] end = new int[count];
    int[] placeOf = new int[count];
    int place = 0;
    int at = firstChild[count];
    while (at != NONE) {
      placeOf[at] = place;
      ordered[place] = spans[at];
      parent[place] = parents[at] == NONE ? NONE : placeOf[parents[at]];
      depth[place] = parents[at] == NONE ? 0 : depth[parent[place]] + 1;
      place++;
      int next = firstChild[at];
      while (next == NONE && at != NONE) {
        end[placeOf[at]] = place;
        next = nextSibling[at];
        at = parents[at];
      }
      at = next;
    }
    return new SpanTree(ordered, parent, depth, end, cutCount);
  }

  /// Finds each span's parent among all spans with the id that it names.
  private static final class Parents {
    /// Of more spans with one id only the earliest are looked at, or a trace of nothing else would
    /// take quadratic time. Two are legitimate.
    private static final int SAME_ID_MAX = 16;

    private final Span[] spans;
    private final Map<Long, Integer> earliestOfId;
    private final int[] nextOfId;

    Parents(Span[] spans) {
      this.spans = spans;
      earliestOfId = HashMap.newHashMap(spans.length);
      nextOfId = new int[spans.length];
      for (int i = spans.length - 1; i >= 0; i--) {
        Integer later = earliestOfId.put(spans[i].spanId(), i);
        nextOfId[i] = later == null ? NONE : later;
      }
    }

    int[] resolve() {
      int[] parents = new int[spans.length];
      for (int i = 0; i < parents.length; i++) {
        parents[i] = parentOf(i);
      }
      return parents;
    }

    private int parentOf(int child) {
      Span span = spans[child];
      if (span.kind() == SpanKind.SERVER) {
        int twin = find(span.spanId(), SpanKind.CLIENT, null);
        if (twin != NONE) {
          return twin;
        }
      }
      if (span.isRoot()) {
        return NONE;
      }
      int server = find(span.parentSpanId(), SpanKind.SERVER, null);
      int first = earliestOfId.getOrDefault(span.parentSpanId(), NONE);
      if (server == NONE || spans[server].serviceName().equals(span.serviceName())) {
        return server == NONE ? first : server;
      }
      int ownClient = find(span.parentSpanId(), SpanKind.CLIENT, span.serviceName());
      return ownClient == NONE ? server : ownClient;
    }

    private int find(long spanId, SpanKind kind, @Nullable String service) {
      int at = earliestOfId.getOrDefault(spanId, NONE);
      for (int looked = 0; at != NONE && looked < SAME_ID_MAX; looked++) {
        if (spans[at].kind() == kind
            && (service == null || spans[at].serviceName().equals(service))) {
          return at;
        }
        at = nextOfId[at];
      }
      return NONE;
    }
  }
}
