package dev.hopwise.measure;

import dev.hopwise.model.SpanId;
import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.model.otlp.ProtoWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes metrics as protobuf, the form in which Prometheus reads native histograms: per metric one
/// message behind its length.
///
/// ```
/// MetricFamily  name=1 help=2 type=3 metric=4
/// Metric        label=1 {name=1 value=2}  gauge=2 {value=1}  counter=3 {value=1}  histogram=7
/// Histogram     sample_count=1 sample_sum=2 bucket=3 schema=5 zero_threshold=6 zero_count=7
///               positive_span=12 {offset=1 length=2}  positive_delta=13
/// Bucket        cumulative_count=1 upper_bound=2 exemplar=3
/// Exemplar      label=1 value=2 timestamp=3 {seconds=1 nanos=2}
/// ```
///
/// A histogram carries both kinds of buckets; a reader of native ones takes the exemplars of the
/// others. Source: Prometheus client_model, `io/prometheus/client/metrics.proto`.
///
/// Not thread-safe.
public final class MetricProto implements MetricSink {

  /// The value of the header.
  public static final String CONTENT_TYPE =
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

  private static final int FAMILY_NAME = bytes(1);
  private static final int FAMILY_HELP = bytes(2);
  private static final int FAMILY_TYPE = number(3);
  private static final int FAMILY_METRIC = bytes(4);

  private static final int METRIC_LABEL = bytes(1);
  private static final int METRIC_GAUGE = bytes(2);
  private static final int METRIC_COUNTER = bytes(3);
  private static final int METRIC_HISTOGRAM = bytes(7);
  private static final int LABEL_NAME = bytes(1);
  private static final int LABEL_VALUE = bytes(2);
  private static final int VALUE = fixed64(1);

  private static final int SAMPLE_COUNT = number(1);
  private static final int SAMPLE_SUM = fixed64(2);
  private static final int BUCKET = bytes(3);
  private static final int SCHEMA = number(5);
  private static final int ZERO_THRESHOLD = fixed64(6);
  private static final int ZERO_COUNT = number(7);
  private static final int POSITIVE_SPAN = bytes(12);
  private static final int POSITIVE_DELTA = bytes(13);

  private static final int CUMULATIVE_COUNT = number(1);
  private static final int UPPER_BOUND = fixed64(2);
  private static final int BUCKET_EXEMPLAR = bytes(3);

  private static final int EXEMPLAR_LABEL = bytes(1);
  private static final int EXEMPLAR_VALUE = fixed64(2);
  private static final int EXEMPLAR_TIMESTAMP = bytes(3);
  private static final int SECONDS = number(1);
  private static final int NANOS = number(2);

  private final ProtoWriter page = new ProtoWriter();
  private final ProtoWriter family = new ProtoWriter();
  private final ProtoWriter line = new ProtoWriter();
  private final ProtoWriter body = new ProtoWriter();
  private final ProtoWriter part = new ProtoWriter();
  private final ProtoWriter exemplarBody = new ProtoWriter();
  private final ProtoWriter small = new ProtoWriter();
  private boolean isEmpty = true;

  @Override
  public void head(Metric metric) {
    endFamily();
    family.textField(FAMILY_NAME, metric.queryName());
    family.textField(FAMILY_HELP, metric.help());
    family.varintField(FAMILY_TYPE, typeNumber(metric.type()));
  }

  @Override
  public void sample(Metric metric, long value, String... labels) {
    line.clear();
    labels(metric, labels);
    body.clear();
    body.fixed64Field(VALUE, bits((double) value));
    line.messageField(metric.type() == Metric.Type.COUNTER ? METRIC_COUNTER : METRIC_GAUGE, body);
    endMetric();
  }

  @Override
  public void histogram(
      Metric metric,
      HistogramSnapshot histogram,
      List<@Nullable Exemplar> exemplars,
      String... labels) {
    line.clear();
    labels(metric, labels);
    body.clear();
    body.varintField(SAMPLE_COUNT, histogram.count());
    body.fixed64Field(SAMPLE_SUM, bits(histogram.sumSeconds()));
    fixedBuckets(histogram, exemplars);
    body.varintField(SCHEMA, ProtoWriter.zigzag(NativeHistogram.SCHEMA));
    body.fixed64Field(ZERO_THRESHOLD, bits(NativeHistogram.ZERO_THRESHOLD));
    body.varintField(ZERO_COUNT, histogram.zeroCount());
    NativeHistogram sparse = NativeHistogram.of(histogram);
    sparse.writeSpans(body, POSITIVE_SPAN);
    sparse.writeDeltas(body, POSITIVE_DELTA);
    line.messageField(METRIC_HISTOGRAM, body);
    endMetric();
  }

  /// The whole page.
  public byte[] finish() {
    endFamily();
    return page.toBytes();
  }

  private void fixedBuckets(HistogramSnapshot histogram, List<@Nullable Exemplar> exemplars) {
    long below = 0;
    for (int bucket = 0; bucket < histogram.buckets(); bucket++) {
      below += histogram.inBucket(bucket);
      part.clear();
      part.varintField(CUMULATIVE_COUNT, below);
      part.fixed64Field(UPPER_BOUND, bits(histogram.boundSeconds(bucket)));
      Exemplar exemplar = bucket < exemplars.size() ? exemplars.get(bucket) : null;
      if (exemplar != null) {
        exemplar(exemplar);
      }
      body.messageField(BUCKET, part);
    }
  }

  private void exemplar(Exemplar exemplar) {
    exemplarBody.clear();
    label(exemplarBody, EXEMPLAR_LABEL, Exemplar.TRACE_ID, exemplar.traceId().hex());
    label(exemplarBody, EXEMPLAR_LABEL, Exemplar.SPAN_ID, SpanId.hex(exemplar.spanId()));
    exemplarBody.fixed64Field(EXEMPLAR_VALUE, bits(exemplar.durationSeconds()));
    small.clear();
    small.varintField(SECONDS, exemplar.epochNanos() / 1_000_000_000L);
    small.varintField(NANOS, exemplar.epochNanos() % 1_000_000_000L);
    exemplarBody.messageField(EXEMPLAR_TIMESTAMP, small);
    part.messageField(BUCKET_EXEMPLAR, exemplarBody);
  }

  private void labels(Metric metric, String[] labels) {
    metric.check(labels);
    for (int i = 0; i < labels.length; i++) {
      label(line, METRIC_LABEL, metric.labels().get(i), labels[i]);
    }
  }

  private void label(ProtoWriter out, int tag, String name, String value) {
    small.clear();
    small.textField(LABEL_NAME, name);
    small.textField(LABEL_VALUE, value);
    out.messageField(tag, small);
  }

  private void endMetric() {
    family.messageField(FAMILY_METRIC, line);
    isEmpty = false;
  }

  /// A family without metrics says nothing, and some readers stumble over it.
  private void endFamily() {
    if (!isEmpty) {
      page.varint(family.size());
      page.raw(family.array(), 0, family.size());
    }
    family.clear();
    isEmpty = true;
  }

  private static int typeNumber(Metric.Type type) {
    return switch (type) {
      case COUNTER -> 0;
      case GAUGE -> 1;
      case HISTOGRAM -> 4;
    };
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
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
