package dev.hopwise.server.push;

import static dev.hopwise.server.push.RemoteWriteSchema.all;
import static dev.hopwise.server.push.RemoteWriteSchema.real;
import static dev.hopwise.server.push.RemoteWriteSchema.text;
import static dev.hopwise.server.push.RemoteWriteSchema.whole;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.hopwise.measure.MeasureLimits;
import dev.hopwise.measure.MeasureMetrics;
import dev.hopwise.measure.Measurements;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.server.deliver.DeliveryStatus;
import dev.hopwise.server.deliver.Retries;
import dev.hopwise.testkit.Batches;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against receivers that take, refuse, ask for patience, or speak only the older version.
@Timeout(60)
class MetricPusherTest {

  private static final Retries PATIENT =
      new Retries(Duration.ofMillis(10), Duration.ofMillis(40), Duration.ofSeconds(30));
  private static final long START = 1_795_349_000_000_000_000L;
  private static final String TRACE = "00000000000000070000000000000008";

  /// Three milliseconds and two seconds, and one that took no time.
  private static final List<Long> DURATIONS = List.of(3_000_000L, 2_000_000_000L, 0L);

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Measurements measurements = new Measurements(MeasureLimits.DEFAULT);

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void otlpCarriesCumulativeSumsAndExponentialHistograms() throws Exception {
    MetricsReceiver receiver = receiver(204);
    observe();
    pusher(options(receiver.endpoint("/otlp"), null), Duration.ofHours(1)).close();
    MetricsReceiver.Call call = receiver.calls.getFirst();
    assertThat(call.header(":path")).isEqualTo("/otlp/v1/metrics");
    assertThat(call.header("content-type")).isEqualTo("application/x-protobuf");
    assertThat(call.header("x-key")).isEqualTo("secret");
    assertThat(call.header("user-agent")).isEqualTo("Hopwise/9");
    ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(call.body());
    assertThat(attributes(request.getResourceMetrics(0).getResource().getAttributesList()))
        .containsEntry("service.name", "hopwise")
        .containsEntry("service.version", "9")
        .containsEntry("service.instance.id", "here");
    Map<String, Metric> metrics = new HashMap<>();
    request
        .getResourceMetrics(0)
        .getScopeMetrics(0)
        .getMetricsList()
        .forEach(metric -> assertThat(metrics.put(metric.getName(), metric)).isNull());
    Metric calls = metrics.get("traces.span.metrics.calls");
    assertThat(calls.getSum().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    assertThat(calls.getSum().getIsMonotonic()).isTrue();
    NumberDataPoint point = calls.getSum().getDataPoints(0);
    assertThat(point.getAsInt()).isEqualTo(3);
    assertThat(point.getStartTimeUnixNano()).isEqualTo(START);
    assertThat(point.getTimeUnixNano()).isGreaterThan(START);
    assertThat(attributes(point.getAttributesList()))
        .isEqualTo(
            Map.of(
                "service.name", "cart",
                "span.name", "GET",
                "span.kind", "SPAN_KIND_SERVER",
                "status.code", "STATUS_CODE_ERROR"));
    assertThat(metrics.get("hopwise_measure_evicted_spans_total").getSum().getDataPoints(0))
        .matches(NumberDataPoint::hasAsInt, "says zero")
        .matches(zero -> zero.getAsInt() == 0);
    assertThat(metrics.get("hopwise_measure_series").getGauge().getDataPoints(0).getAsInt())
        .isEqualTo(1);
    Metric duration = metrics.get("traces.span.metrics.duration");
    assertThat(duration.getUnit()).isEqualTo("s");
    assertExponential(duration.getExponentialHistogram().getDataPoints(0));
  }

  private static void assertExponential(ExponentialHistogramDataPoint point) {
    assertThat(point.getCount()).isEqualTo(3);
    assertThat(point.getSum()).isEqualTo(2.003);
    assertThat(point.getZeroCount()).isEqualTo(1);
    assertThat(point.getScale()).isEqualTo(4);
    assertThat(point.getStartTimeUnixNano()).isEqualTo(START);
    List<Integer> filled = new ArrayList<>();
    for (int i = 0; i < point.getPositive().getBucketCountsCount(); i++) {
      if (point.getPositive().getBucketCounts(i) > 0) {
        filled.add(point.getPositive().getOffset() + i);
      }
    }
    assertThat(filled).hasSize(2);
    assertThat(0.003).isBetween(lower(filled.getFirst()), lower(filled.getFirst() + 1));
    // Two seconds are the upper bound of their bucket.
    assertThat(lower(filled.getLast() + 1)).isEqualTo(2.0);
    assertThat(point.getExemplarsList())
        .hasSize(DURATIONS.size())
        .allMatch(e -> HexFormat.of().formatHex(e.getTraceId().toByteArray()).equals(TRACE))
        .allMatch(e -> e.getSpanId().size() == 8);
  }

  private static double lower(int index) {
    return Math.pow(2, index / 16.0);
  }

  @Test
  void eachExemplarIsPushedOnceAndCountersGrow() throws Exception {
    MetricsReceiver receiver = receiver(200);
    observe();
    pusher(options(receiver.endpoint(""), null), Duration.ofMillis(100));
    until(() -> receiver.calls.size() >= 3);
    List<Integer> exemplars = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    for (MetricsReceiver.Call call : receiver.calls) {
      for (Metric metric : metrics(call)) {
        if (metric.getName().equals("traces.span.metrics.duration")) {
          var point = metric.getExponentialHistogram().getDataPoints(0);
          exemplars.add(point.getExemplarsCount());
          times.add(point.getTimeUnixNano());
        }
      }
    }
    assertThat(exemplars.getFirst()).isEqualTo(DURATIONS.size());
    assertThat(exemplars.subList(1, exemplars.size())).containsOnly(0);
    assertThat(times).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void whatAnOtlpReceiverRejectsIsCounted() {
    MetricsReceiver receiver = receiver(200);
    ExportMetricsServiceResponse.Builder partial = ExportMetricsServiceResponse.newBuilder();
    partial.getPartialSuccessBuilder().setRejectedDataPoints(2).setErrorMessage("too many");
    receiver.answer(_ ->
        HttpResponse.of(
            HttpStatus.OK,
            com.linecorp.armeria.common.MediaType.X_PROTOBUF,
            partial.build().toByteArray()));
    MetricPusher pusher = pusher(options(receiver.endpoint(""), null), Duration.ofMillis(100));
    until(() -> pusher.status().get("otlp").sent() > 0);
    DeliveryStatus status = pusher.status().get("otlp");
    assertThat(status.dropped()).isEqualTo(Map.of("rejected", 2L));
    assertThat(status.lastError()).contains("data points rejected: too many");
  }

  @Test
  void remoteWriteSpeaksTheSecondVersion() throws Exception {
    MetricsReceiver receiver =
        new MetricsReceiver(call -> {
          try {
            return written(RemoteWriteSchema.v2(call.body()), 0);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    open.add(receiver);
    observe();
    MetricPusher pusher =
        pusher(options(null, receiver.endpoint("/api/v1/write")), Duration.ofHours(1));
    pusher.close();
    MetricsReceiver.Call call = receiver.calls.getFirst();
    assertThat(call.header(":path")).isEqualTo("/api/v1/write");
    assertThat(call.header("content-type"))
        .isEqualTo("application/x-protobuf;proto=io.prometheus.write.v2.Request");
    assertThat(call.header("x-prometheus-remote-write-version")).isEqualTo("2.0.0");
    assertThat(call.header("user-agent")).isEqualTo("Hopwise/9");
    assertThat(call.header("x-key")).isEqualTo("secret");
    DynamicMessage request = RemoteWriteSchema.v2(call.body());
    List<String> symbols = all(request, "symbols");
    assertThat(symbols.getFirst()).isEmpty();
    assertThat(symbols).doesNotHaveDuplicates();
    Map<Map<String, String>, DynamicMessage> series = new HashMap<>();
    for (DynamicMessage each : RemoteWriteSchema.<DynamicMessage>all(request, "timeseries")) {
      series.put(labels(all(each, "labels_refs"), symbols), each);
    }
    assertSeries(series);
    DynamicMessage latency = series.get(named("traces_spanmetrics_latency"));
    DynamicMessage exemplar =
        RemoteWriteSchema.<DynamicMessage>all(latency, "exemplars").getFirst();
    assertThat(labels(all(exemplar, "labels_refs"), symbols)).containsEntry("trace_id", TRACE);
    DynamicMessage metadata =
        (DynamicMessage)
            latency.getField(latency.getDescriptorForType().findFieldByName("metadata"));
    assertThat(whole(metadata, "type")).isEqualTo(3);
    DeliveryStatus status = pusher.status().get("remote-write");
    assertThat(status.sent()).isEqualTo(status.offered()).isPositive();
  }

  @Test
  void whatAReceiverOfTheSecondVersionDidNotWriteIsCounted() {
    MetricsReceiver receiver =
        new MetricsReceiver(call -> {
          try {
            return written(RemoteWriteSchema.v2(call.body()), 3);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    open.add(receiver);
    MetricPusher pusher = pusher(options(null, receiver.endpoint("/w")), Duration.ofHours(1));
    pusher.close();
    DeliveryStatus status = pusher.status().get("remote-write");
    assertThat(status.dropped()).isEqualTo(Map.of("rejected", 3L));
    assertThat(status.sent()).isEqualTo(status.offered() - 3);
  }

  /// 415 is what the specification asks for; older receivers do not look at the content type.
  @ParameterizedTest
  @ValueSource(ints = {415, 204})
  void aReceiverOfTheFirstVersionIsSpokenToInIt(int status) throws Exception {
    MetricsReceiver receiver =
        new MetricsReceiver(call ->
            HttpResponse.of(
                call.header("x-prometheus-remote-write-version").equals("2.0.0")
                    ? HttpStatus.valueOf(status)
                    : HttpStatus.NO_CONTENT));
    open.add(receiver);
    observe();
    MetricPusher pusher =
        pusher(options(null, receiver.endpoint("/api/v1/write")), Duration.ofMillis(100));
    until(() -> receiver.calls.size() >= 3);
    assertThat(receiver.calls.subList(0, 3))
        .extracting(call -> call.header("x-prometheus-remote-write-version"))
        .containsExactly("2.0.0", "0.1.0", "0.1.0");
    DynamicMessage request = RemoteWriteSchema.v1(receiver.calls.get(1).body());
    Map<Map<String, String>, DynamicMessage> series = new HashMap<>();
    for (DynamicMessage each : RemoteWriteSchema.<DynamicMessage>all(request, "timeseries")) {
      series.put(pairs(each), each);
    }
    assertSeries(series);
    DynamicMessage latency = series.get(named("traces_spanmetrics_latency"));
    DynamicMessage exemplar =
        RemoteWriteSchema.<DynamicMessage>all(latency, "exemplars").getFirst();
    assertThat(pairs(exemplar)).containsEntry("trace_id", TRACE);
    until(() -> pusher.status().get("remote-write").sent() > 0);
    assertThat(pusher.status().get("remote-write").dropped()).isEmpty();
  }

  private static void assertSeries(Map<Map<String, String>, DynamicMessage> series) {
    DynamicMessage calls = series.get(named("traces_spanmetrics_calls_total"));
    DynamicMessage sample = RemoteWriteSchema.<DynamicMessage>all(calls, "samples").getFirst();
    assertThat(real(sample, "value")).isEqualTo(3);
    assertThat(whole(sample, "timestamp")).isGreaterThan(START / 1_000_000);
    DynamicMessage latency = series.get(named("traces_spanmetrics_latency"));
    assertThat(RemoteWriteSchema.<DynamicMessage>all(latency, "samples")).isEmpty();
    DynamicMessage histogram =
        RemoteWriteSchema.<DynamicMessage>all(latency, "histograms").getFirst();
    assertThat(whole(histogram, "count_int")).isEqualTo(3);
    assertThat(whole(histogram, "zero_count_int")).isEqualTo(1);
    assertThat(real(histogram, "sum")).isEqualTo(2.003);
    assertThat(whole(histogram, "schema")).isEqualTo(4);
    List<DynamicMessage> spans = all(histogram, "positive_spans");
    assertThat(spans).hasSize(2);
    int first = (int) whole(spans.getFirst(), "offset");
    assertThat(0.003).isBetween(lower(first - 1), lower(first));
    // The bucket of two seconds has the number sixteen.
    assertThat(first + 1 + whole(spans.getLast(), "offset")).isEqualTo(16);
    assertThat(RemoteWriteSchema.<Long>all(histogram, "positive_deltas")).containsExactly(1L, 0L);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void remoteWriteTriesAgainWhereTheAnswerAllowsIt(int status) {
    MetricsReceiver receiver = receiver(204);
    receiver.answer(_ -> HttpResponse.of(HttpStatus.valueOf(status)));
    MetricPusher pusher = pusher(options(null, receiver.endpoint("/w")), Duration.ofMillis(100));
    until(() -> pusher.status().get("remote-write").sent() > 0);
    assertThat(pusher.status().get("remote-write").retries()).isEqualTo(1);
    assertThat(pusher.status().get("remote-write").dropped()).isEmpty();
  }

  @Test
  void whatIsRefusedIsCountedAndNotTriedAgain() {
    MetricsReceiver receiver = receiver(400);
    MetricPusher pusher =
        pusher(options(receiver.endpoint(""), receiver.endpoint("/w")), Duration.ofMillis(100));
    until(
        () -> pusher.status().values().stream().allMatch(s -> s.dropped().containsKey("refused")));
    assertThat(pusher.status().values()).allMatch(status -> status.retries() == 0);
    assertThat(pusher.status().values())
        .allMatch(status -> status.lastError().startsWith("HTTP 400"));
  }

  @Test
  void aFullQueueDropsAndTheBalanceHolds() {
    MetricsReceiver receiver = receiver(503);
    PushOptions small =
        new PushOptions(
            Duration.ofMillis(100),
            "here",
            6_000,
            PATIENT,
            Optional.of(new PushOptions.Target(receiver.endpoint(""), Map.of())),
            Optional.empty());
    MetricPusher pusher = pusher(small, Duration.ofMillis(100));
    until(() -> pusher.status().get("otlp").dropped().containsKey("queue-full"));
    DeliveryStatus status = pusher.status().get("otlp");
    assertThat(status.queuedBytes()).isBetween(1L, 6_000L);
    assertThat(status.offered())
        .isEqualTo(
            status.sent()
                + status.queuedItems()
                + status.dropped().values().stream().mapToLong(n -> n).sum());
    pusher.close();
    DeliveryStatus closed = pusher.status().get("otlp");
    assertThat(closed.queuedItems()).isZero();
    assertThat(closed.dropped()).containsKey("stopped");
  }

  @Test
  void manySeriesGoInRequestsOfAThousandPoints() throws Exception {
    MetricsReceiver receiver = receiver(200);
    for (int i = 0; i < 1_500; i++) {
      measurements.observe(Batches.of(List.of(span("service" + i % 400, "GET " + i, 5))), START);
    }
    MetricPusher pusher = pusher(options(receiver.endpoint(""), null), Duration.ofHours(1));
    pusher.close();
    Map<String, Long> calls = new TreeMap<>();
    for (MetricsReceiver.Call call : receiver.calls) {
      for (Metric metric : metrics(call)) {
        if (metric.getName().equals("traces.span.metrics.calls")) {
          for (NumberDataPoint point : metric.getSum().getDataPointsList()) {
            calls.put(attributes(point.getAttributesList()).get("span.name"), point.getAsInt());
          }
        }
      }
    }
    assertThat(receiver.calls).hasSizeGreaterThan(3);
    assertThat(calls).hasSize(1_500).allSatisfy((_, count) -> assertThat(count).isEqualTo(1));
  }

  private static HttpResponse written(DynamicMessage request, int missing) {
    int samples = 0;
    int histograms = 0;
    for (DynamicMessage series : RemoteWriteSchema.<DynamicMessage>all(request, "timeseries")) {
      samples += all(series, "samples").size();
      histograms += all(series, "histograms").size();
    }
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.NO_CONTENT)
            .set("x-prometheus-remote-write-samples-written", "" + (samples - missing))
            .set("x-prometheus-remote-write-histograms-written", "" + histograms)
            .build());
  }

  private static Map<String, String> named(String name) {
    return Map.of(
        "__name__", name,
        "job", "hopwise",
        "instance", "here",
        "service", "cart",
        "span_name", "GET",
        "span_kind", "SPAN_KIND_SERVER",
        "status_code", "STATUS_CODE_ERROR");
  }

  private static Map<String, String> labels(List<Integer> references, List<String> symbols) {
    List<String> names = new ArrayList<>();
    Map<String, String> labels = new HashMap<>();
    for (int i = 0; i < references.size(); i += 2) {
      names.add(symbols.get(references.get(i)));
      labels.put(names.getLast(), symbols.get(references.get(i + 1)));
    }
    assertThat(names).isSorted().doesNotHaveDuplicates();
    assertThat(labels.values()).doesNotContain("");
    return labels;
  }

  private static Map<String, String> pairs(DynamicMessage message) {
    List<String> names = new ArrayList<>();
    Map<String, String> labels = new HashMap<>();
    for (DynamicMessage label : RemoteWriteSchema.<DynamicMessage>all(message, "labels")) {
      names.add(text(label, "name"));
      labels.put(names.getLast(), text(label, "value"));
    }
    assertThat(names).isSorted().doesNotHaveDuplicates();
    assertThat(labels.values()).doesNotContain("");
    return labels;
  }

  private static List<Metric> metrics(MetricsReceiver.Call call) throws Exception {
    return ExportMetricsServiceRequest.parseFrom(call.body())
        .getResourceMetrics(0)
        .getScopeMetrics(0)
        .getMetricsList();
  }

  private static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(Collectors.toMap(KeyValue::getKey, pair -> pair.getValue().getStringValue()));
  }

  private void observe() {
    List<Span> spans = new ArrayList<>();
    for (long nanos : DURATIONS) {
      spans.add(span("cart", "GET", nanos));
    }
    SpanBatch batch = Batches.of(spans);
    long now = InstantSource.system().millis() * 1_000_000L;
    measurements.observe(batch, now);
    measurements.kept(batch, now);
  }

  private static Span span(String service, String name, long nanos) {
    return new Span(
        new TraceId(7, 8),
        9 + nanos,
        1,
        "",
        0,
        name,
        SpanKind.SERVER,
        START,
        START + nanos,
        Attributes.EMPTY,
        0,
        List.of(),
        0,
        List.of(),
        0,
        new Status(StatusCode.ERROR, ""),
        new Resource(Attributes.of("service.name", service), 0, ""),
        new InstrumentationScope("", "", Attributes.EMPTY, 0, ""));
  }

  private MetricsReceiver receiver(int status) {
    MetricsReceiver receiver =
        new MetricsReceiver(_ -> HttpResponse.of(HttpStatus.valueOf(status)));
    open.add(receiver);
    return receiver;
  }

  private static PushOptions options(URI otlp, URI remoteWrite) {
    Map<String, String> headers = Map.of("x-key", "secret");
    return new PushOptions(
        Duration.ofMillis(100),
        "here",
        4 << 20,
        PATIENT,
        Optional.ofNullable(otlp).map(to -> new PushOptions.Target(to, headers)),
        Optional.ofNullable(remoteWrite).map(to -> new PushOptions.Target(to, headers)));
  }

  private MetricPusher pusher(PushOptions options, Duration interval) {
    PushOptions every =
        new PushOptions(
            interval,
            options.instance(),
            options.queueBytes(),
            options.retries(),
            options.otlp(),
            options.remoteWrite());
    MetricPusher pusher =
        new MetricPusher(
            every,
            sink ->
                MeasureMetrics.write(
                    sink, measurements.snapshot(InstantSource.system().millis() * 1_000_000L)),
            "Hopwise/9",
            START,
            InstantSource.system(),
            System::nanoTime);
    pusher.start();
    open.add(pusher);
    return pusher;
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(5_000_000);
    }
  }
}
