package dev.hopwise.analyze;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.SpanTree;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A trace as the comparison sees it: where the time on its critical path went.
///
/// @param endpoint the root's service and name; its route where the name does not tell it
/// @param structure which operations of other services the root's service called, so that requests
///   of different kinds are told apart where they share one name
/// @param durationNanos of the root, above 0; the parts' path times sum to it
/// @param weight how many traces it stands for, at least 1
public record TraceComponents(
    TraceId traceId,
    String endpoint,
    String structure,
    long durationNanos,
    double weight,
    List<Part> parts) {

  /// Of more different calls the rest do not tell structures apart.
  private static final int STRUCTURE_MAX = 64;

  public TraceComponents {
    if (durationNanos <= 0 || !(weight > 0)) {
      throw new IllegalArgumentException(
          "duration " + durationNanos + " and weight " + weight + " have to be above 0");
    }
    parts = List.copyOf(parts);
  }

  /// The share of one component and operation.
  ///
  /// @param nameless the call did not say whom it reached, and no SERVER span tells
  /// @param pathNanos on the critical path
  /// @param calls calls made, or requests served
  /// @param gapNanos of all calls, on the path or not: CLIENT minus SERVER duration, or the whole
  ///   CLIENT span without one; needs no common clock
  public record Part(
      Component component,
      String operation,
      boolean nameless,
      long pathNanos,
      int calls,
      long gapNanos) {}

  /// The components of a trace, or empty when it has no root that took time.
  public static Optional<TraceComponents> of(SpanTree tree, double weight) {
    int root = tree.root();
    if (root == SpanTree.NONE || tree.span(root).durationNanos() <= 0) {
      return Optional.empty();
    }
    return Optional.of(new Division(tree, root).components(weight));
  }

  private static final class Division {
    private final SpanTree tree;
    private final int root;
    private final CallMap calls;
    private final String[] operations;
    private final boolean[] nameless;
    private final Map<Key, Sums> sums = new LinkedHashMap<>();

    Division(SpanTree tree, int root) {
      this.tree = tree;
      this.root = root;
      this.calls = new CallMap(tree);
      this.operations = new String[tree.size()];
      this.nameless = new boolean[tree.size()];
    }

    TraceComponents components(double weight) {
      for (int i = 0; i < tree.size(); i++) {
        name(i);
        countCall(i);
      }
      CriticalPath path = CriticalPath.of(tree, root);
      for (CriticalPath.Segment segment : path.segments()) {
        sums(segment.span()).pathNanos += segment.durationNanos();
      }
      List<Part> parts = new ArrayList<>(sums.size());
      sums.forEach((key, sum) ->
          parts.add(
              new Part(
                  key.component,
                  key.operation,
                  key.nameless,
                  sum.pathNanos,
                  sum.calls,
                  sum.gapNanos)));
      return new TraceComponents(
          tree.span(root).traceId(),
          endpoint(tree.span(root)),
          structure(),
          path.totalNanos(),
          weight,
          parts);
    }

    private void countCall(int i) {
      Span span = tree.span(i);
      if (calls.isCall(i)) {
        Sums sum = sums(i);
        int server = calls.server(i);
        long served = server == SpanTree.NONE ? 0 : tree.span(server).durationNanos();
        sum.calls++;
        sum.gapNanos += Math.max(0, span.durationNanos() - Math.max(0, served));
      } else if (span.kind() == SpanKind.SERVER || span.kind() == SpanKind.CONSUMER) {
        sums(i).calls++;
      }
    }

    private Sums sums(int span) {
      return sums.computeIfAbsent(
          new Key(calls.component(span), operations[span], nameless[span]), _ -> new Sums());
    }

    /// The call's or the request's name, which local spans below it inherit.
    private void name(int i) {
      Span span = tree.span(i);
      int parent = tree.parent(i);
      boolean served = span.kind() == SpanKind.SERVER || span.kind() == SpanKind.CONSUMER;
      if (calls.isCall(i)) {
        operations[i] = Dependency.operation(span);
        nameless[i] = calls.server(i) == SpanTree.NONE && Dependency.isNameless(span);
      } else if (!served
          && parent != SpanTree.NONE
          && calls.component(i).equals(calls.component(parent))) {
        operations[i] = operations[parent];
        nameless[i] = nameless[parent];
      } else {
        operations[i] = span.name();
      }
    }

    private String structure() {
      String service = tree.span(root).serviceName();
      TreeSet<String> called = new TreeSet<>();
      for (int i = 0; i < tree.size() && called.size() < STRUCTURE_MAX; i++) {
        if (calls.isCall(i)
            && calls.server(i) != SpanTree.NONE
            && tree.span(i).serviceName().equals(service)) {
          Span server = tree.span(calls.server(i));
          called.add(server.serviceName() + " " + server.name());
        }
      }
      return String.join("\n", called);
    }

    private static String endpoint(Span root) {
      @Nullable String route = text(root, "http.route");
      if (route == null || root.name().contains(route)) {
        return root.serviceName() + " " + root.name();
      }
      @Nullable String method = text(root, "http.request.method");
      method = method == null ? text(root, "http.method") : method;
      return root.serviceName() + " " + (method == null ? root.name() : method) + " " + route;
    }

    private static @Nullable String text(Span span, String key) {
      return span.attributes().get(key) instanceof AttributeValue.Text(String text) ? text : null;
    }
  }

  private record Key(Component component, String operation, boolean nameless) {}

  private static final class Sums {
    private long pathNanos;
    private int calls;
    private long gapNanos;
  }
}
