package dev.hopwise.server.push;

import static dev.hopwise.server.push.RemoteSeries.bytes;
import static dev.hopwise.server.push.RemoteSeries.fixed64;
import static dev.hopwise.server.push.RemoteSeries.number;

import dev.hopwise.measure.Exemplar;
import dev.hopwise.measure.HistogramSnapshot;
import dev.hopwise.measure.Metric;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.server.push.MetricPoint.Value;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes chunks as the `io.prometheus.write.v2.Request` of remote write 2.0: each text once, in a
/// table of symbols.
///
/// ```
/// Request     symbols=4 (the first one is empty)  timeseries=5
/// TimeSeries  labels_refs=1  samples=2  histograms=3  exemplars=4  metadata=5
/// Exemplar    labels_refs=1 value=2 timestamp=3
/// Metadata    type=1 help_ref=3
/// ```
///
/// Source: Prometheus remote write 2.0, `prompb/io/prometheus/write/v2/types.proto`.
final class RemoteWriteV2 {

  private final Map<String, String> external;

  /// @param external labels of every series
  RemoteWriteV2(Map<String, String> external) {
    this.external = external;
  }

  byte[] encode(List<MetricChunk> chunks) {
    Symbols symbols = new Symbols();
    ProtoWriter all = new ProtoWriter();
    for (MetricChunk chunk : chunks) {
      for (MetricPoint point : chunk.points()) {
        all.messageField(bytes(5), series(point, chunk.epochMillis(), symbols));
      }
    }
    ProtoWriter request = new ProtoWriter();
    symbols
        .numbers
        .keySet()
        .forEach(text -> request.bytesField(bytes(4), text.getBytes(StandardCharsets.UTF_8)));
    request.raw(all.array(), 0, all.size());
    return request.toBytes();
  }

  private ProtoWriter series(MetricPoint point, long epochMillis, Symbols symbols) {
    ProtoWriter series = new ProtoWriter();
    series.messageField(bytes(1), symbols.references(RemoteSeries.labels(point, external)));
    switch (point.value()) {
      case Value.Single(long value) ->
          series.messageField(bytes(2), RemoteSeries.sample(value, epochMillis));
      case Value.Durations(HistogramSnapshot histogram, List<Exemplar> exemplars) -> {
        series.messageField(bytes(3), RemoteSeries.histogram(histogram, epochMillis));
        exemplars.forEach(exemplar -> series.messageField(bytes(4), exemplar(exemplar, symbols)));
      }
    }
    series.messageField(bytes(5), metadata(point.metric(), symbols));
    return series;
  }

  private static ProtoWriter exemplar(Exemplar exemplar, Symbols symbols) {
    ProtoWriter out = new ProtoWriter();
    out.messageField(bytes(1), symbols.references(RemoteSeries.labels(exemplar)));
    out.fixed64Field(fixed64(2), Double.doubleToRawLongBits(exemplar.durationSeconds()));
    out.varintField(number(3), exemplar.epochNanos() / 1_000_000L);
    return out;
  }

  private static ProtoWriter metadata(Metric metric, Symbols symbols) {
    ProtoWriter out = new ProtoWriter();
    out.varintField(number(1), RemoteSeries.typeNumber(metric.type()));
    out.varintField(number(3), symbols.number(metric.help()));
    return out;
  }

  /// Texts in the order in which they were first used.
  private static final class Symbols {
    private final Map<String, Integer> numbers = new LinkedHashMap<>(Map.of("", 0));

    int number(String text) {
      return numbers.computeIfAbsent(text, _ -> numbers.size());
    }

    ProtoWriter references(Map<String, String> labels) {
      ProtoWriter out = new ProtoWriter();
      labels.forEach((name, value) -> {
        out.varint(number(name));
        out.varint(number(value));
      });
      return out;
    }
  }
}
