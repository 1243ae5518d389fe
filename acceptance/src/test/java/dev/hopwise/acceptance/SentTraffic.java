package dev.hopwise.acceptance;

import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanEncoder;
import dev.hopwise.simulate.Delivery;
import dev.hopwise.simulate.Scenarios;
import dev.hopwise.simulate.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A minute of the simulated shop, sent as fast as it is taken, and counted by the sender.
///
/// @param durations in nanoseconds, sorted
/// @param spans by trace
record SentTraffic(Map<Series, List<Long>> durations, Map<TraceId, Integer> spans) {

  private static final Duration LENGTH = Duration.ofSeconds(50);
  private static final int REQUESTS_PER_SECOND = 20;
  private static final int SPANS_PER_EXPORT = 512;

  /// What spans are counted by, in the words of the exposition.
  record Series(String service, String spanName, String kind, String status) {

    static Series of(Span span) {
      return new Series(
          span.resource().serviceName(),
          span.name(),
          "SPAN_KIND_" + span.kind().name(),
          "STATUS_CODE_" + span.status().code().name());
    }

    static Series of(PrometheusProcess.Sample sample) {
      return new Series(
          sample.label("service"),
          sample.label("span_name"),
          sample.label("span_kind"),
          sample.label("status_code"));
    }
  }

  /// Returns when all of it was acknowledged.
  static SentTraffic send(HopwiseProcess server) throws Exception {
    long now = System.currentTimeMillis() * 1_000_000;
    Simulation simulation =
        new Simulation(
            new Simulation.Settings(
                Scenarios.named("errors").orElseThrow(),
                4,
                REQUESTS_PER_SECOND,
                now - 2 * LENGTH.toNanos(),
                LENGTH.toNanos()));
    SentTraffic sent = new SentTraffic(new HashMap<>(), new HashMap<>());
    Delivery delivery = new Delivery(simulation, _ -> {});
    while (!delivery.isDone()) {
      List<Span> batch = delivery.next(SPANS_PER_EXPORT, now);
      int status = server.post("/v1/traces", "application/x-protobuf", SpanEncoder.encode(batch));
      if (status != 200) {
        throw new AssertionError("an export was answered with " + status);
      }
      batch.forEach(sent::count);
    }
    sent.durations.values().forEach(each -> each.sort(null));
    return sent;
  }

  private void count(Span span) {
    long nanos = span.endEpochNanos() - span.startEpochNanos();
    durations.computeIfAbsent(Series.of(span), _ -> new ArrayList<>()).add(nanos);
    spans.merge(span.traceId(), 1, Integer::sum);
  }

  /// How many spans there were of each series.
  Map<Series, Double> counts() {
    Map<Series, Double> counts = new HashMap<>();
    durations.forEach((series, each) -> counts.put(series, (double) each.size()));
    return counts;
  }

  /// The duration at or below which a share of a series lies, in seconds.
  double quantile(double share, Series series) {
    List<Long> sorted = durations.get(series);
    int rank = Math.max(1, (int) Math.ceil(share * sorted.size()));
    return sorted.get(rank - 1) / 1e9;
  }
}
