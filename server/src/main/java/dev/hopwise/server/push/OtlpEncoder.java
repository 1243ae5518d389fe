package dev.hopwise.server.push;

import dev.hopwise.measure.Exemplar;
import dev.hopwise.measure.HistogramSnapshot;
import dev.hopwise.measure.Metric;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.server.push.MetricPoint.Value;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Writes chunks as OTLP's `ExportMetricsServiceRequest`: sums and exponential histograms,
/// cumulative since the process started.
///
/// ```
/// Request       resource_metrics=1 {resource=1 {attributes=1}  scope_metrics=2 {scope=1  metrics=2}}
/// Metric        name=1 description=2 unit=3 gauge=5 sum=7 exponential_histogram=10
/// Number        start=2 time=3 as_int=6 attributes=7
/// Exponential   attributes=1 start=2 time=3 count=4 sum=5 scale=6 zero_count=7
///               positive=8 {offset=1 bucket_counts=2}  exemplars=11
/// Exemplar      time=2 as_double=3 span_id=4 trace_id=5
/// ```
///
/// Source: opentelemetry-proto, `metrics/v1/metrics.proto`. Not thread-safe.
final class OtlpEncoder {

  private static final int SCALE = 4;
  private static final int CUMULATIVE = 2;

  private final byte[] resource;
  private final byte[] scope;
  private final long startEpochNanos;

  /// @param resource attributes
  /// @param startEpochNanos when counting began
  OtlpEncoder(Map<String, String> resource, String scopeVersion, long startEpochNanos) {
    ProtoWriter attributes = new ProtoWriter();
    new TreeMap<>(resource).forEach((key, value) -> attribute(attributes, 1, key, value));
    this.resource = attributes.toBytes();
    ProtoWriter writer = new ProtoWriter();
    writer.textField(bytes(1), "hopwise");
    writer.textField(bytes(2), scopeVersion);
    this.scope = writer.toBytes();
    this.startEpochNanos = startEpochNanos;
  }

  byte[] encode(MetricChunk chunk) {
    ProtoWriter metrics = new ProtoWriter();
    metrics.bytesField(bytes(1), scope);
    List<MetricPoint> points = chunk.points();
    for (int from = 0; from < points.size(); ) {
      Metric metric = points.get(from).metric();
      int begin = from;
      int end =
          IntStream.range(begin, points.size())
              .filter(i -> !points.get(i).metric().equals(metric))
              .findFirst()
              .orElse(points.size());
      metrics.messageField(bytes(2), metric(points.subList(begin, end), chunk.epochNanos()));
      from = end;
    }
    ProtoWriter ofResource = new ProtoWriter();
    ofResource.bytesField(bytes(1), resource);
    ofResource.messageField(bytes(2), metrics);
    ProtoWriter request = new ProtoWriter();
    request.messageField(bytes(1), ofResource);
    return request.toBytes();
  }

  /// @param points of one metric, at least one
  private ProtoWriter metric(List<MetricPoint> points, long epochNanos) {
    Metric declared = points.getFirst().metric();
    OtlpName name = OtlpName.of(declared);
    ProtoWriter data = new ProtoWriter();
    for (MetricPoint point : points) {
      data.messageField(bytes(1), point(point, name, epochNanos));
    }
    ProtoWriter metric = new ProtoWriter();
    metric.textField(bytes(1), name.name());
    metric.textField(bytes(2), declared.help());
    metric.textField(bytes(3), name.unit());
    switch (declared.type()) {
      case GAUGE -> metric.messageField(bytes(5), data);
      case COUNTER -> {
        data.varintField(number(2), CUMULATIVE);
        data.varintField(number(3), 1);
        metric.messageField(bytes(7), data);
      }
      case HISTOGRAM -> {
        data.varintField(number(2), CUMULATIVE);
        metric.messageField(bytes(10), data);
      }
    }
    return metric;
  }

  private ProtoWriter point(MetricPoint point, OtlpName name, long epochNanos) {
    ProtoWriter out = new ProtoWriter();
    out.fixed64Field(fixed64(2), startEpochNanos);
    out.fixed64Field(fixed64(3), epochNanos);
    switch (point.value()) {
      case Value.Single(long value) -> {
        // One of several: left out, it would be none, not zero.
        out.varint(fixed64(6));
        out.fixed64(value);
        attributes(out, 7, name, point);
      }
      case Value.Durations(HistogramSnapshot histogram, List<Exemplar> exemplars) -> {
        attributes(out, 1, name, point);
        exponential(out, histogram);
        exemplars.forEach(exemplar -> out.messageField(bytes(11), exemplar(exemplar)));
      }
    }
    return out;
  }

  private static void exponential(ProtoWriter out, HistogramSnapshot histogram) {
    out.fixed64Field(fixed64(4), histogram.count());
    out.varint(fixed64(5));
    out.fixed64(Double.doubleToRawLongBits(histogram.sumSeconds()));
    out.varintField(number(6), ProtoWriter.zigzag(SCALE));
    out.fixed64Field(fixed64(7), histogram.zeroCount());
    int first = 0;
    int end = histogram.exponentialBuckets();
    while (first < end && histogram.inExponential(first) == 0) {
      first++;
    }
    while (end > first && histogram.inExponential(end - 1) == 0) {
      end--;
    }
    if (first < end) {
      ProtoWriter counts = new ProtoWriter();
      for (int place = first; place < end; place++) {
        counts.varint(histogram.inExponential(place));
      }
      ProtoWriter positive = new ProtoWriter();
      positive.varintField(number(1), ProtoWriter.zigzag(histogram.exponentialOffset() + first));
      positive.messageField(bytes(2), counts);
      out.messageField(bytes(8), positive);
    }
  }

  private static ProtoWriter exemplar(Exemplar exemplar) {
    ProtoWriter out = new ProtoWriter();
    out.fixed64Field(fixed64(2), exemplar.epochNanos());
    out.varint(fixed64(3));
    out.fixed64(Double.doubleToRawLongBits(exemplar.durationSeconds()));
    out.bytesField(bytes(4), ByteBuffer.allocate(8).putLong(exemplar.spanId()).array());
    TraceId id = exemplar.traceId();
    out.bytesField(bytes(5), ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).array());
    return out;
  }

  private static void attributes(ProtoWriter out, int field, OtlpName name, MetricPoint point) {
    for (int i = 0; i < name.attributes().size(); i++) {
      attribute(out, field, name.attributes().get(i), point.labels().get(i));
    }
  }

  private static void attribute(ProtoWriter out, int field, String key, String value) {
    ProtoWriter any = new ProtoWriter();
    any.bytesField(bytes(1), value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    ProtoWriter pair = new ProtoWriter();
    pair.textField(bytes(1), key);
    pair.messageField(bytes(2), any);
    out.messageField(bytes(field), pair);
  }

  private static int number(int field) {
    return field << 3 | ProtoReader.VARINT;
  }

  private static int fixed64(int field) {
    return field << 3 | ProtoReader.FIXED64;
  }

  private static int bytes(int field) {
    return field << 3 | ProtoReader.LENGTH_DELIMITED;
  }
}
