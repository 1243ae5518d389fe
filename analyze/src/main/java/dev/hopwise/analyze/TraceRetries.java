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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How often the calls of a trace were attempted.
///
/// Attempts of one call are siblings of the same target and name: where senders say so
/// (`http.request.resend_count`) by that; else one that starts after another has failed goes on
/// with its call. Several SERVER spans below one CLIENT span, of which all but the last failed, are
/// attempts below the instrumentation. Calls in a loop (N+1) and polling do not follow failures,
/// and overlapping calls (hedges, fan-out) do not follow at all; neither is a retry.
///
/// @param service the root's
/// @param name the root's
/// @param weight how many traces it stands for
public record TraceRetries(
    TraceId traceId, String service, String name, double weight, List<EdgeCount> edges) {

  public TraceRetries {
    edges = List.copyOf(edges);
  }

  /// Calls of one target by one service.
  public record Edge(String caller, String callee, String name) {}

  /// @param originCalls calls that would have been made without a retry anywhere above
  /// @param calls calls that were made, each with one attempt or more
  /// @param attempts of all of them
  public record EdgeCount(Edge edge, int originCalls, int calls, int attempts) {}

  /// The counts of a trace, or empty when it has no root.
  public static Optional<TraceRetries> of(SpanTree tree, double weight) {
    int root = tree.root();
    if (root == SpanTree.NONE) {
      return Optional.empty();
    }
    Span span = tree.span(root);
    return Optional.of(
        new TraceRetries(
            span.traceId(), span.serviceName(), span.name(), weight, new Walk(tree).counts()));
  }

  /// From the root down, so that a span knows whether it is there only because of a retry above.
  private static final class Walk {
    private static final Set<String> RETRIABLE_GRPC =
        Set.of("4", "8", "14", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED", "UNAVAILABLE");

    private final SpanTree tree;
    private final CallMap calls;
    private final boolean[] repeated;
    private final Map<Edge, Counts> counts = new LinkedHashMap<>();

    Walk(SpanTree tree) {
      this.tree = tree;
      calls = new CallMap(tree);
      repeated = new boolean[tree.size()];
    }

    List<EdgeCount> counts() {
      for (int i = 0; i < tree.size(); i++) {
        int parent = tree.parent(i);
        repeated[i] |= parent != SpanTree.NONE && repeated[parent];
        groups(i).forEach(this::count);
        if (calls.isCall(i)) {
          attemptsBelow(i);
        }
      }
      List<EdgeCount> all = new ArrayList<>(counts.size());
      counts.forEach((edge, count) ->
          all.add(new EdgeCount(edge, count.originCalls, count.calls, count.attempts)));
      return all;
    }

    /// The calls among a span's children by target and request, each in order of start.
    private Map<Target, List<Integer>> groups(int span) {
      Map<Target, List<Integer>> groups = new LinkedHashMap<>();
      for (int child = span + 1; child < tree.end(span); child = tree.end(child)) {
        if (calls.isCall(child)) {
          groups.computeIfAbsent(target(child), _ -> new ArrayList<>()).add(child);
        }
      }
      return groups;
    }

    private Target target(int call) {
      Span span = tree.span(call);
      String request =
          orEmpty(first(span, "url.full", "http.url", "db.query.text", "db.statement"));
      return new Target(edge(call), request);
    }

    private Edge edge(int call) {
      Component component = calls.component(call);
      return new Edge(
          component.service(), component.callee(), Dependency.operation(tree.span(call)));
    }

    private void count(Target target, List<Integer> siblings) {
      Counts count = counts.computeIfAbsent(target.edge, _ -> new Counts());
      boolean told = siblings.stream().anyMatch(call -> resends(call) > 0);
      for (int i = 0; i < siblings.size(); i++) {
        int call = siblings.get(i);
        int parent = tree.parent(call);
        boolean again = i > 0 && (told ? resends(call) > 0 : follows(siblings.get(i - 1), call));
        repeated[call] |= again;
        count.attempts++;
        count.calls += again ? 0 : 1;
        count.originCalls += again || (parent != SpanTree.NONE && repeated[parent]) ? 0 : 1;
      }
    }

    /// Attempts that the caller's instrumentation did not see.
    private void attemptsBelow(int call) {
      List<Integer> servers = new ArrayList<>();
      for (int child = call + 1; child < tree.end(call); child = tree.end(child)) {
        if (tree.span(child).kind() == SpanKind.SERVER) {
          servers.add(child);
        }
      }
      for (int i = 1; i < servers.size(); i++) {
        if (!follows(servers.get(i - 1), servers.get(i))) {
          return;
        }
      }
      for (int i = 1; i < servers.size(); i++) {
        repeated[servers.get(i)] = true;
        counts.computeIfAbsent(edge(call), _ -> new Counts()).attempts++;
      }
    }

    private boolean follows(int before, int after) {
      return failed(before)
          && tree.span(before).endEpochNanos() <= tree.span(after).startEpochNanos();
    }

    private boolean failed(int span) {
      int server = calls.isCall(span) ? calls.server(span) : SpanTree.NONE;
      return failed(tree.span(span)) || (server != SpanTree.NONE && failed(tree.span(server)));
    }

    private static boolean failed(Span span) {
      long http = number(span, "http.response.status_code", "http.status_code");
      String grpc = orEmpty(first(span, "rpc.response.status_code"));
      return span.status().isError()
          || http >= 500
          || http == 429
          || RETRIABLE_GRPC.contains(grpc)
          || RETRIABLE_GRPC.contains(
              Long.toString(number(span, "rpc.grpc.status_code", "rpc.response.status_code")));
    }

    private long resends(int call) {
      return number(tree.span(call), "http.request.resend_count", "http.resend_count");
    }

    private static long number(Span span, String... keys) {
      for (String key : keys) {
        if (span.attributes().get(key) instanceof AttributeValue.Int(long value)) {
          return value;
        }
      }
      return 0;
    }

    private static @Nullable String first(Span span, String... keys) {
      for (String key : keys) {
        if (span.attributes().get(key) instanceof AttributeValue.Text(String text)) {
          return text;
        }
      }
      return null;
    }

    private static String orEmpty(@Nullable String text) {
      return text == null ? "" : text;
    }
  }

  private record Target(Edge edge, String request) {}

  private static final class Counts {
    private int originCalls;
    private int calls;
    private int attempts;
  }
}
