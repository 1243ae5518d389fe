package dev.hopwise.server.push;

import dev.hopwise.measure.MeasureMetrics;
import dev.hopwise.measure.Metric;
import java.util.List;

/// What OpenTelemetry calls a metric and its labels.
///
/// Source: the Collector's spanmetrics connector for spans; its servicegraph connector has the same
/// names as Prometheus.
///
/// @param unit UCUM, empty for a mere number
record OtlpName(String name, String unit, List<String> attributes) {

  private static final List<String> SPAN =
      List.of("service.name", "span.name", "span.kind", "status.code");

  static OtlpName of(Metric metric) {
    if (metric.equals(MeasureMetrics.CALLS)) {
      return new OtlpName("traces.span.metrics.calls", "{call}", SPAN);
    }
    if (metric.equals(MeasureMetrics.LATENCY)) {
      return new OtlpName("traces.span.metrics.duration", "s", SPAN);
    }
    return new OtlpName(metric.queryName(), unitOf(metric), metric.labels());
  }

  private static String unitOf(Metric metric) {
    if (metric.type() == Metric.Type.HISTOGRAM || metric.name().endsWith("_seconds")) {
      return "s";
    }
    return metric.name().endsWith("_bytes") ? "By" : "";
  }
}
