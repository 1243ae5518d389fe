package dev.hopwise.server.push;

import dev.hopwise.measure.Exemplar;
import dev.hopwise.measure.HistogramSnapshot;
import dev.hopwise.measure.Metric;
import dev.hopwise.measure.NativeHistogram;
import dev.hopwise.model.SpanId;
import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.model.otlp.ProtoWriter;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What both versions of remote write say alike.
///
/// ```
/// Sample     value=1 timestamp=2
/// Histogram  count_int=1 sum=3 schema=4 zero_threshold=5 zero_count_int=6
///            positive_spans=11 positive_deltas=12 timestamp=15
/// ```
///
/// Source: Prometheus `prompb/types.proto`, `prompb/io/prometheus/write/v2/types.proto`.
final class RemoteSeries {

  private RemoteSeries() {}

  /// The labels in the order that both ask for: sorted, the name among them, none empty.
  static SortedMap<String, String> labels(MetricPoint point, Map<String, String> external) {
    SortedMap<String, String> labels = new TreeMap<>(external);
    Metric metric = point.metric();
    labels.put("__name__", metric.queryName());
    for (int i = 0; i < metric.labels().size(); i++) {
      labels.put(metric.labels().get(i), point.labels().get(i));
    }
    labels.values().removeIf(String::isEmpty);
    return labels;
  }

  static SortedMap<String, String> labels(Exemplar exemplar) {
    return new TreeMap<>(
        Map.of(
            Exemplar.TRACE_ID,
            exemplar.traceId().hex(),
            Exemplar.SPAN_ID,
            SpanId.hex(exemplar.spanId())));
  }

  static ProtoWriter sample(long value, long epochMillis) {
    ProtoWriter out = new ProtoWriter();
    out.fixed64Field(fixed64(1), Double.doubleToRawLongBits((double) value));
    out.varintField(number(2), epochMillis);
    return out;
  }

  static ProtoWriter histogram(HistogramSnapshot histogram, long epochMillis) {
    ProtoWriter out = new ProtoWriter();
    // Counts are each one of two kinds: left out, they would be neither.
    out.varint(number(1));
    out.varint(histogram.count());
    out.fixed64Field(fixed64(3), Double.doubleToRawLongBits(histogram.sumSeconds()));
    out.varintField(number(4), ProtoWriter.zigzag(NativeHistogram.SCHEMA));
    out.fixed64Field(fixed64(5), Double.doubleToRawLongBits(NativeHistogram.ZERO_THRESHOLD));
    out.varint(number(6));
    out.varint(histogram.zeroCount());
    NativeHistogram sparse = NativeHistogram.of(histogram);
    sparse.writeSpans(out, bytes(11));
    sparse.writeDeltas(out, bytes(12));
    out.varintField(number(15), epochMillis);
    return out;
  }

  static int typeNumber(Metric.Type type) {
    return switch (type) {
      case COUNTER -> 1;
      case GAUGE -> 2;
      case HISTOGRAM -> 3;
    };
  }

  static int number(int field) {
    return field << 3 | ProtoReader.VARINT;
  }

  static int fixed64(int field) {
    return field << 3 | ProtoReader.FIXED64;
  }

  static int bytes(int field) {
    return field << 3 | ProtoReader.LENGTH_DELIMITED;
  }
}
