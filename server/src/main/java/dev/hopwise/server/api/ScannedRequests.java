package dev.hopwise.server.api;

import dev.hopwise.analyze.RequestSample;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanTree;
import dev.hopwise.model.StatusCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The requests that a scan met, and how far back it met all of them. A trace without a root has no
/// duration and no outcome, and is only counted.
final class ScannedRequests {

  private final List<Request> requests = new ArrayList<>();
  private int rootless;

  /// Every trace that has a span behind this time and matches was met.
  private long metAllFromEpochNanos = Long.MAX_VALUE;

  /// By which requests are told apart.
  record Operation(String service, String name) {}

  private record Request(
      Operation operation,
      long startEpochNanos,
      long durationNanos,
      boolean failed,
      double probability) {}

  void add(SpanTree tree, double probability) {
    // The scan goes by newest matching span, which is not behind the trace's newest span.
    metAllFromEpochNanos =
        tree.spans().stream().mapToLong(Span::startEpochNanos).max().orElse(metAllFromEpochNanos);
    if (tree.root() == SpanTree.NONE) {
      rootless++;
      return;
    }
    Span root = tree.span(tree.root());
    requests.add(
        new Request(
            new Operation(root.serviceName(), root.name()),
            root.startEpochNanos(),
            Math.max(0, root.durationNanos()),
            root.status().code() == StatusCode.ERROR,
            probability));
  }

  /// From when on all were met, when the scan ended early.
  long metAllFromEpochNanos() {
    return metAllFromEpochNanos;
  }

  int rootless() {
    return rootless;
  }

  /// Those that began at or after a time.
  RequestSample since(long epochNanos) {
    RequestSample sample = new RequestSample();
    requests.stream()
        .filter(request -> request.startEpochNanos() >= epochNanos)
        .forEach(request -> add(sample, request));
    return sample;
  }

  /// The same by operation, those with most requests in the sample first.
  Map<Operation, RequestSample> byOperationSince(long epochNanos) {
    Map<Operation, RequestSample> samples = new LinkedHashMap<>();
    for (Request request : requests) {
      if (request.startEpochNanos() >= epochNanos) {
        add(samples.computeIfAbsent(request.operation(), _ -> new RequestSample()), request);
      }
    }
    Map<Operation, RequestSample> sorted = new LinkedHashMap<>();
    samples.entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                    (Map.Entry<Operation, RequestSample> each) -> -each.getValue().size())
                .thenComparing(each -> each.getKey().service())
                .thenComparing(each -> each.getKey().name()))
        .forEach(each -> sorted.put(each.getKey(), each.getValue()));
    return sorted;
  }

  private static void add(RequestSample sample, Request request) {
    sample.add((double) request.durationNanos(), request.failed(), request.probability());
  }
}
