package dev.hopwise.measure;

import static dev.hopwise.measure.SpanMaker.NOW;
import static dev.hopwise.measure.SpanMaker.batch;
import static dev.hopwise.measure.SpanMaker.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hopwise.model.otlp.SpanBatch;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_31_1.Metrics;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_31_1.Metrics.Bucket;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_31_1.Metrics.BucketSpan;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_31_1.Metrics.Histogram;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_31_1.Metrics.LabelPair;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_31_1.Metrics.Metric;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_31_1.Metrics.MetricFamily;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Read back with the classes that Prometheus's own Java client generates from `metrics.proto`.
class MetricProtoTest {

  private final Measurements measurements = new Measurements(MeasureLimits.DEFAULT);

  @Test
  void saysTheSameAsTheTextOfEveryCounterAndGauge() throws IOException {
    measurements.observe(
        batch(span("cart", "GET"), span("cart", "GET"), span("a \"b\" \\ c\nd é", "")), NOW);
    MetricText text = new MetricText(MetricText.Format.CLASSIC);
    MeasureMetrics.write(text, measurements.snapshot(NOW));
    Exposition expected = Exposition.parse(text.finish());
    int samples = 0;
    for (MetricFamily family : page()) {
      assertThat(family.getHelp()).isNotEmpty();
      assertThat(family.getType().name().toLowerCase(java.util.Locale.ROOT))
          .isEqualTo(expected.types.get(family.getName()));
      for (Metric metric : family.getMetricList()) {
        if (!metric.hasHistogram()) {
          assertThat(metric.hasCounter()).isEqualTo(family.getType() == Metrics.MetricType.COUNTER);
          double value =
              metric.hasCounter() ? metric.getCounter().getValue() : metric.getGauge().getValue();
          assertThat(value).isEqualTo(expected.value(family.getName(), labels(metric)));
          samples++;
        }
      }
    }
    assertThat(samples).isGreaterThan(8);
  }

  @Test
  void aHistogramHasBothKindsOfBucketsAndTheyAgree() throws IOException {
    DurationHistogram durations = new DurationHistogram(FixedBounds.SPANS);
    Map<Integer, Long> expected = new TreeMap<>();
    Random random = new Random(4);
    for (int i = 0; i < 2_000; i++) {
      long nanos = (long) Math.exp(random.nextDouble() * 30);
      durations.record(nanos, 3);
      expected.merge(nativeIndex(nanos), 3L, Long::sum);
    }
    durations.record(0, 5);
    durations.record(-7, 2);
    Histogram histogram = only(durations);
    assertThat(histogram.getSchema()).isEqualTo(4);
    assertThat(histogram.getSampleCount()).isEqualTo(6_007);
    assertThat(histogram.getZeroCount()).isEqualTo(7);
    assertThat(histogram.getZeroThreshold()).isPositive().isLessThan(1e-9);
    assertThat(decoded(histogram)).isEqualTo(expected);
    assertThat(histogram.getBucketCount()).isEqualTo(15);
    assertThat(histogram.getBucketList().getLast().getUpperBound()).isInfinite();
    assertThat(histogram.getBucketList().getLast().getCumulativeCount()).isEqualTo(6_007);
    for (Bucket bucket : histogram.getBucketList().subList(0, 14)) {
      long below = 0;
      for (var each : expected.entrySet()) {
        below += upper(each.getKey()) <= bucket.getUpperBound() ? each.getValue() : 0;
      }
      assertThat(bucket.getCumulativeCount() - 7).isGreaterThanOrEqualTo(below);
    }
    assertThat(histogram.getSampleSum())
        .isEqualTo(durations.snapshot().sumSeconds())
        .isGreaterThan(1);
  }

  /// By the definition: the smallest bound that is not below.
  private static int nativeIndex(long nanos) {
    int index = (int) Math.floor(Math.log(nanos / 1e9) / Math.log(2) * 16) - 2;
    while (upper(index) * 1e9 < nanos) {
      index++;
    }
    return index;
  }

  private static double upper(int index) {
    return Math.pow(2, index / 16.0);
  }

  @Test
  void shortGapsAreFilledAndLongOnesBeginASpan() throws IOException {
    DurationHistogram durations = new DurationHistogram(FixedBounds.SPANS);
    long second = 1_000_000_000L;
    durations.record(second, 1); // bucket 0
    durations.record((long) (second * Math.pow(2, 2.5 / 16)), 4); // bucket 3: two are empty
    durations.record(second * 2, 2); // bucket 16: twelve are empty
    Histogram histogram = only(durations);
    assertThat(histogram.getPositiveSpanList())
        .extracting(BucketSpan::getOffset, BucketSpan::getLength)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(0, 4), org.assertj.core.groups.Tuple.tuple(12, 1));
    assertThat(histogram.getPositiveDeltaList()).containsExactly(1L, -1L, 0L, 4L, -2L);
  }

  @Test
  void anEmptyHistogramIsStillANativeOne() throws IOException {
    Histogram histogram = only(new DurationHistogram(FixedBounds.SPANS));
    assertThat(histogram.getZeroThreshold()).isPositive();
    assertThat(histogram.getPositiveSpanList()).isEmpty();
    assertThat(histogram.getPositiveDeltaList()).isEmpty();
  }

  @Test
  void exemplarsStandInTheirBuckets() throws IOException {
    SpanBatch kept =
        batch(
            span("cart", "GET").ids(7, 1, 0).took(Duration.ofMillis(3)),
            span("cart", "GET").ids(8, 2, 0).took(Duration.ofDays(3)));
    measurements.observe(kept, NOW);
    measurements.kept(kept, NOW);
    List<Bucket> withExemplar =
        page().stream()
            .filter(family -> family.getName().equals("traces_spanmetrics_latency"))
            .flatMap(family -> family.getMetric(0).getHistogram().getBucketList().stream())
            .filter(Bucket::hasExemplar)
            .toList();
    assertThat(withExemplar).hasSize(2);
    Bucket first = withExemplar.getFirst();
    assertThat(first.getUpperBound()).isEqualTo(0.004);
    assertThat(first.getExemplar().getValue()).isEqualTo(0.003);
    assertThat(
            first.getExemplar().getLabelList().stream()
                .collect(Collectors.toMap(LabelPair::getName, LabelPair::getValue)))
        .isEqualTo(
            Map.of("trace_id", "00000000000000070000000000000007", "span_id", "0000000000000001"));
    assertThat(
            first.getExemplar().getTimestamp().getSeconds() * 1_000_000_000L
                + first.getExemplar().getTimestamp().getNanos())
        .isEqualTo(NOW);
  }

  @Test
  void familiesWithoutMetricsAreLeftOut() throws IOException {
    assertThat(page()).isNotEmpty().allMatch(family -> family.getMetricCount() > 0);
  }

  @Test
  void aSampleHasTheLabelsOfItsDeclaration() {
    dev.hopwise.measure.Metric metric = dev.hopwise.measure.Metric.gauge("x", "X.", "a");
    assertThatThrownBy(() -> new MetricProto().sample(metric, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x has labels [a]");
  }

  private static Histogram only(DurationHistogram durations) throws IOException {
    dev.hopwise.measure.Metric metric = dev.hopwise.measure.Metric.histogram("x", "X.");
    MetricProto proto = new MetricProto();
    proto.head(metric);
    proto.histogram(metric, durations.snapshot());
    return parse(proto).getFirst().getMetric(0).getHistogram();
  }

  /// Counts by bucket number.
  private static Map<Integer, Long> decoded(Histogram histogram) {
    Map<Integer, Long> counts = new TreeMap<>();
    int index = 0;
    int at = 0;
    long count = 0;
    for (BucketSpan span : histogram.getPositiveSpanList()) {
      index += span.getOffset();
      for (int i = 0; i < span.getLength(); i++) {
        count += histogram.getPositiveDelta(at++);
        if (count != 0) {
          counts.put(index, count);
        }
        index++;
      }
    }
    assertThat(at).isEqualTo(histogram.getPositiveDeltaCount());
    return counts;
  }

  private List<MetricFamily> page() throws IOException {
    MetricProto proto = new MetricProto();
    MeasureMetrics.write(proto, measurements.snapshot(NOW));
    return parse(proto);
  }

  private static List<MetricFamily> parse(MetricProto proto) throws IOException {
    List<MetricFamily> families = new ArrayList<>();
    ByteArrayInputStream in = new ByteArrayInputStream(proto.finish());
    while (in.available() > 0) {
      families.add(MetricFamily.parseDelimitedFrom(in));
    }
    return families;
  }

  private static String[] labels(Metric metric) {
    List<String> labels = new ArrayList<>();
    for (LabelPair label : metric.getLabelList()) {
      labels.add(label.getName());
      labels.add(label.getValue());
    }
    return labels.toArray(String[]::new);
  }
}
