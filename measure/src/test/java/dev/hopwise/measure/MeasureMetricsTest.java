package dev.hopwise.measure;

import static dev.hopwise.measure.SpanMaker.NOW;
import static dev.hopwise.measure.SpanMaker.batch;
import static dev.hopwise.measure.SpanMaker.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hopwise.measure.MetricText.Format;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.otlp.SpanBatch;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasureMetricsTest {

  private static final String ODD = "a \"b\" \\ c\nd \\n é";

  private final Measurements measurements = new Measurements(MeasureLimits.DEFAULT);

  private static final String[] CART = {
    "service",
    "cart",
    "span_name",
    "GET",
    "span_kind",
    "SPAN_KIND_SERVER",
    "status_code",
    "STATUS_CODE_ERROR"
  };

  private Exposition page(Format format) {
    MetricText text = new MetricText(format);
    MeasureMetrics.write(text, measurements.snapshot(NOW));
    return Exposition.parse(text.finish());
  }

  @Test
  void bothTextsSayWhatWasMeasuredUnderGrafanasNames() {
    SpanMaker error = span("cart", "GET").kind(SpanKind.SERVER).status(StatusCode.ERROR);
    measurements.observe(
        batch(
            error.took(Duration.ofMillis(2)),
            error.took(Duration.ofMillis(3)),
            error.took(Duration.ofSeconds(20))),
        NOW);
    for (Format format : Format.values()) {
      Exposition page = page(format);
      assertThat(page.value("traces_spanmetrics_calls_total", CART)).isEqualTo(3);
      assertThat(page.value("traces_spanmetrics_latency_count", CART)).isEqualTo(3);
      assertThat(page.value("traces_spanmetrics_latency_sum", CART)).isEqualTo(20.005);
      assertThat(bucket(page, "0.002")).isEqualTo(1);
      assertThat(bucket(page, "0.004")).isEqualTo(2);
      assertThat(bucket(page, "16.384")).isEqualTo(2);
      assertThat(bucket(page, "+Inf")).isEqualTo(3);
      assertThat(page.value("hopwise_measure_spans_total")).isEqualTo(3);
      assertThat(page.value("hopwise_measure_series")).isEqualTo(1);
    }
  }

  private static double bucket(Exposition page, String bound) {
    List<String> labels = new ArrayList<>(List.of(CART));
    labels.addAll(List.of("le", bound));
    return page.value("traces_spanmetrics_latency_bucket", labels.toArray(String[]::new));
  }

  @Test
  void edgesCarryTheNamesOfTheServiceGraph() {
    SpanMaker client = span("cart", "SELECT").kind(SpanKind.CLIENT).status(StatusCode.ERROR);
    measurements.observe(batch(client.with("db.name", "carts")), NOW);
    String[] edge = {"client", "cart", "server", "carts", "connection_type", "database"};
    for (Format format : Format.values()) {
      Exposition page = page(format);
      for (String name :
          List.of(
              "request_total",
              "request_failed_total",
              "request_server_seconds_count",
              "request_client_seconds_count")) {
        assertThat(page.value("traces_service_graph_" + name, edge)).as(name).isEqualTo(1);
      }
      assertThat(page.samples)
          .containsKey(
              Exposition.key(
                  "traces_service_graph_request_server_seconds_bucket",
                  "client",
                  "cart",
                  "server",
                  "carts",
                  "connection_type",
                  "database",
                  "le",
                  "12.8"));
    }
  }

  @Test
  void labelsSurviveQuotesBackslashesAndLineEnds() {
    measurements.observe(batch(span(ODD, ODD)), NOW);
    for (Format format : Format.values()) {
      assertThat(
              page(format)
                  .value(
                      "traces_spanmetrics_calls_total",
                      "service",
                      ODD,
                      "span_name",
                      ODD,
                      "span_kind",
                      "SPAN_KIND_INTERNAL",
                      "status_code",
                      "STATUS_CODE_UNSET"))
          .isEqualTo(1);
    }
  }

  @Test
  void exemplarsStandInOpenMetricsOnly() {
    SpanBatch kept =
        batch(
            span("cart", "GET").ids(7, 1, 0),
            span("cart", "GET").ids(8, 1, 0).took(Duration.ofDays(3)),
            span("cart", "GET").ids(9, 1, 0).took(Duration.ofNanos(-3)));
    measurements.observe(kept, NOW);
    measurements.kept(kept, NOW);
    assertThat(page(Format.OPEN_METRICS).exemplars.values())
        .containsExactlyInAnyOrder(
            "00000000000000080000000000000008", "00000000000000090000000000000009");
    assertThat(page(Format.CLASSIC).exemplars).isEmpty();
  }

  @Test
  void theOffenderIsNamed() {
    for (int i = 0; i < 150; i++) {
      measurements.observe(batch(span("cart", "GET /" + i)), NOW);
    }
    Exposition page = page(Format.OPEN_METRICS);
    assertThat(page.value("hopwise_measure_folded_names", "service", "cart", "example", "GET /100"))
        .isEqualTo(101);
    assertThat(page.value("hopwise_measure_templated_spans_total", "service", "cart"))
        .isEqualTo(50);
    assertThat(page.value("hopwise_measure_folded_spans_total", "service", "cart")).isZero();
  }

  @Test
  void anEmptyPageIsWellFormed() {
    for (Format format : Format.values()) {
      assertThat(page(format).types).hasSize(MeasureMetrics.ALL.size());
    }
  }

  @Test
  void everyDeclaredMetricIsListed() throws IllegalAccessException {
    List<Object> declared = new ArrayList<>();
    for (Field field : MeasureMetrics.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == Metric.class) {
        declared.add(field.get(null));
      }
    }
    assertThat(MeasureMetrics.ALL).isEqualTo(declared);
  }

  @Test
  void aSampleHasTheLabelsOfItsDeclaration() {
    MetricText text = new MetricText(Format.CLASSIC);
    Metric metric = Metric.gauge("x", "X.", "a");
    assertThatThrownBy(() -> text.sample(metric, 1, "b", "c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x has labels [a]");
    assertThatThrownBy(() -> Metric.counter("x_total", "X."))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
