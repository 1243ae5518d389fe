package dev.hopwise.simulate;

import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A whole run in memory.
record Runs(List<SimulatedRequest> requests) {

  static final long START = 1_795_000_000_000_000_000L;
  static final Duration LENGTH = Duration.ofSeconds(60);

  static Runs of(String scenario, double rate, long seed) {
    return of(Scenarios.named(scenario).orElseThrow(), rate, seed, START);
  }

  static Runs of(Scenario scenario, double rate, long seed, long start) {
    Simulation simulation =
        new Simulation(new Simulation.Settings(scenario, seed, rate, start, LENGTH.toNanos()));
    List<SimulatedRequest> requests = new ArrayList<>();
    while (true) {
      var next = simulation.next();
      if (next.isEmpty()) {
        return new Runs(requests);
      }
      requests.add(next.get());
    }
  }

  List<Span> spans() {
    return requests.stream()
        .flatMap(request -> request.spans().stream())
        .map(SimulatedSpan::span)
        .toList();
  }

  Map<TraceId, List<Span>> traces() {
    Map<TraceId, List<Span>> traces = new LinkedHashMap<>();
    spans()
        .forEach(span -> traces.computeIfAbsent(span.traceId(), _ -> new ArrayList<>()).add(span));
    return traces;
  }

  List<RequestTruth> truths() {
    return requests.stream().map(SimulatedRequest::truth).toList();
  }

  /// Whether a request arrives in the last two thirds, in which most faults are on.
  static boolean isLater(RequestTruth truth) {
    return truth.entry().startEpochNanos() >= START + LENGTH.toNanos() / 3;
  }
}
