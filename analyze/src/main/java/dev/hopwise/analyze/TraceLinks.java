package dev.hopwise.analyze;

import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.SpanTree;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.List;

/// Where a trace's context was handed on, and where it may have been lost.
///
/// @param weight how many traces it stands for, at least 1
/// @param calls of services by CLIENT spans; databases, queues and named external peers are none
/// @param entries SERVER spans without a parent in the trace
public record TraceLinks(TraceId traceId, double weight, List<Call> calls, List<Entry> entries) {

  public TraceLinks {
    calls = List.copyOf(calls);
    entries = List.copyOf(entries);
  }

  /// @param callee whose SERVER span is there; empty when none is
  /// @param serverName the name of that span
  record Call(
      String caller,
      String operation,
      String protocol,
      String callee,
      String serverName,
      long startEpochNanos,
      long endEpochNanos) {
    boolean isMatched() {
      return !callee.isEmpty();
    }
  }

  /// @param orphan names a parent that is not there, else it names none
  record Entry(
      String service, String name, boolean orphan, long startEpochNanos, long endEpochNanos) {}

  /// The links of a trace, which may be a part of one.
  public static TraceLinks of(SpanTree tree, double weight) {
    CallMap map = new CallMap(tree);
    List<Call> calls = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < tree.size(); i++) {
      Span span = tree.span(i);
      HopKind kind = map.component(i).kind();
      boolean service = kind == HopKind.EDGE || kind == HopKind.EXTERNAL;
      if (map.isCall(i) && span.kind() == SpanKind.CLIENT && service) {
        calls.add(call(tree, map, i));
      } else if (span.kind() == SpanKind.SERVER && tree.parent(i) == SpanTree.NONE) {
        entries.add(
            new Entry(
                span.serviceName(),
                span.name(),
                tree.isOrphan(i),
                span.startEpochNanos(),
                span.endEpochNanos()));
      }
    }
    return new TraceLinks(tree.span(0).traceId(), weight, calls, entries);
  }

  private static Call call(SpanTree tree, CallMap map, int i) {
    Span span = tree.span(i);
    int server = map.server(i);
    return new Call(
        span.serviceName(),
        Dependency.operation(span),
        span.attributes().get("rpc.system") == null
                && span.attributes().get("rpc.system.name") == null
            ? "http"
            : "rpc",
        server == SpanTree.NONE ? "" : tree.span(server).serviceName(),
        server == SpanTree.NONE ? "" : tree.span(server).name(),
        span.startEpochNanos(),
        span.endEpochNanos());
  }
}
