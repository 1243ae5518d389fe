package dev.hopwise.server.push;

import static dev.hopwise.server.push.RemoteSeries.bytes;
import static dev.hopwise.server.push.RemoteSeries.fixed64;
import static dev.hopwise.server.push.RemoteSeries.number;

import dev.hopwise.measure.Exemplar;
import dev.hopwise.measure.HistogramSnapshot;
import dev.hopwise.measure.Metric;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.server.push.MetricPoint.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes chunks as the `prometheus.WriteRequest` of remote write 1.0.
///
/// ```
/// WriteRequest  timeseries=1  metadata=3 {type=1 metric_family_name=2 help=4}
/// TimeSeries    labels=1 {name=1 value=2}  samples=2  exemplars=3  histograms=4
/// Exemplar      labels=1 value=2 timestamp=3
/// ```
///
/// Source: Prometheus `prompb/remote.proto`, `prompb/types.proto`.
final class RemoteWriteV1 {

  private final Map<String, String> external;

  /// @param external labels of every series
  RemoteWriteV1(Map<String, String> external) {
    this.external = external;
  }

  byte[] encode(List<MetricChunk> chunks) {
    ProtoWriter request = new ProtoWriter();
    Set<Metric> metrics = new LinkedHashSet<>();
    for (MetricChunk chunk : chunks) {
      for (MetricPoint point : chunk.points()) {
        request.messageField(bytes(1), series(point, chunk.epochMillis()));
        metrics.add(point.metric());
      }
    }
    metrics.forEach(metric -> request.messageField(bytes(3), metadata(metric)));
    return request.toBytes();
  }

  private ProtoWriter series(MetricPoint point, long epochMillis) {
    ProtoWriter series = new ProtoWriter();
    labels(series, RemoteSeries.labels(point, external));
    switch (point.value()) {
      case Value.Single(long value) ->
          series.messageField(bytes(2), RemoteSeries.sample(value, epochMillis));
      case Value.Durations(HistogramSnapshot histogram, List<Exemplar> exemplars) -> {
        exemplars.forEach(exemplar -> series.messageField(bytes(3), exemplar(exemplar)));
        series.messageField(bytes(4), RemoteSeries.histogram(histogram, epochMillis));
      }
    }
    return series;
  }

  private static ProtoWriter exemplar(Exemplar exemplar) {
    ProtoWriter out = new ProtoWriter();
    labels(out, RemoteSeries.labels(exemplar));
    out.fixed64Field(fixed64(2), Double.doubleToRawLongBits(exemplar.durationSeconds()));
    out.varintField(number(3), exemplar.epochNanos() / 1_000_000L);
    return out;
  }

  private static ProtoWriter metadata(Metric metric) {
    ProtoWriter out = new ProtoWriter();
    out.varintField(number(1), RemoteSeries.typeNumber(metric.type()));
    out.textField(bytes(2), metric.queryName());
    out.textField(bytes(4), metric.help());
    return out;
  }

  private static void labels(ProtoWriter out, Map<String, String> labels) {
    ProtoWriter label = new ProtoWriter();
    labels.forEach((name, value) -> {
      label.clear();
      label.textField(bytes(1), name);
      label.textField(bytes(2), value);
      out.messageField(bytes(1), label);
    });
  }
}
