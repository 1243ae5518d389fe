package dev.hopwise.acceptance;

import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanEncoder;
import dev.hopwise.simulate.Delivery;
import dev.hopwise.simulate.Scenario;
import dev.hopwise.simulate.Simulation;
import dev.hopwise.simulate.TraceTruth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A scenario sent to a server in real time, and what is true of it.
///
/// @param traces all that were sent
record SimulatedLoad(List<TraceTruth> traces) {

  private static final int SPANS_PER_EXPORT = 512;

  /// Returns when the last span, late ones included, was acknowledged.
  static SimulatedLoad send(
      HopwiseProcess server, Scenario scenario, double requestsPerSecond, Duration length)
      throws Exception {
    Simulation simulation =
        new Simulation(
            new Simulation.Settings(scenario, 20, requestsPerSecond, now(), length.toNanos()));
    List<TraceTruth> traces = new ArrayList<>();
    Delivery delivery = new Delivery(simulation, request -> traces.addAll(request.traces()));
    while (!delivery.isDone()) {
      List<Span> batch = delivery.next(SPANS_PER_EXPORT, now());
      if (batch.isEmpty()) {
        Thread.sleep(50);
      } else {
        send(server, batch);
      }
    }
    return new SimulatedLoad(traces);
  }

  private static void send(HopwiseProcess server, List<Span> batch) throws Exception {
    int status = server.post("/v1/traces", "application/x-protobuf", SpanEncoder.encode(batch));
    if (status != 200) {
      throw new AssertionError("an export was answered with " + status);
    }
  }

  private static long now() {
    return System.currentTimeMillis() * 1_000_000;
  }

  long spans() {
    return traces.stream().mapToLong(TraceTruth::spans).sum();
  }
}
