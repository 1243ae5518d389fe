package dev.hopwise.measure;

import java.util.List;

/// What is measured, under the names and labels that Grafana's panels and service graph read.
///
/// Source: Tempo's metrics generator, processors `span-metrics` and `service-graphs`.
public final class MeasureMetrics {

  private static final String[] SPAN = {"service", "span_name", "span_kind", "status_code"};
  private static final String[] EDGE = {"client", "server", "connection_type"};

  public static final Metric CALLS =
      Metric.counter("traces_spanmetrics_calls", "Spans, before sampling, each weighted.", SPAN);
  public static final Metric LATENCY =
      Metric.histogram("traces_spanmetrics_latency", "Durations of spans in seconds.", SPAN);
  static final Metric REQUESTS =
      Metric.counter("traces_service_graph_request", "Requests between two nodes.", EDGE);
  static final Metric REQUESTS_FAILED =
      Metric.counter(
          "traces_service_graph_request_failed",
          "Of the requests, those with status ERROR on either side.",
          EDGE);
  static final Metric SERVER_SECONDS =
      Metric.histogram(
          "traces_service_graph_request_server_seconds",
          "Durations of requests as the server saw them, or the client where only it sends spans.",
          EDGE);
  static final Metric CLIENT_SECONDS =
      Metric.histogram(
          "traces_service_graph_request_client_seconds",
          "Durations of requests as the client saw them, or the server where only it sends spans.",
          EDGE);

  static final Metric MEASURED =
      Metric.counter("hopwise_measure_spans", "Spans measured, not weighted.");
  static final Metric SERIES =
      Metric.gauge("hopwise_measure_series", "Series of span metrics, overflow series included.");
  static final Metric NAMES =
      Metric.gauge(
          "hopwise_measure_folded_names",
          "Span names of a service that has too many of them; the example is the first one folded.",
          "service",
          "example");
  static final Metric TEMPLATED =
      Metric.counter(
          "hopwise_measure_templated_spans",
          "Spans measured under a template of their name, since their service has too many names.",
          "service");
  static final Metric FOLDED =
      Metric.counter(
          "hopwise_measure_folded_spans",
          "Spans measured under the overflow name (other), for want of names or series.",
          "service");
  static final Metric UNPAIRED =
      Metric.counter(
          "hopwise_measure_unpaired_spans",
          "Spans of one side of a call whose other side did not come and has no name.",
          "side");
  static final Metric PENDING =
      Metric.gauge("hopwise_measure_pending_spans", "Spans that wait for their other side.");
  static final Metric EVICTED =
      Metric.counter(
          "hopwise_measure_evicted_spans", "Of these, given up early because too many waited.");
  static final Metric FOLDED_REQUESTS =
      Metric.counter(
          "hopwise_measure_folded_requests", "Requests counted on an edge named (other).");

  /// In the order of the page.
  public static final List<Metric> ALL =
      List.of(
          CALLS,
          LATENCY,
          REQUESTS,
          REQUESTS_FAILED,
          SERVER_SECONDS,
          CLIENT_SECONDS,
          MEASURED,
          SERIES,
          NAMES,
          TEMPLATED,
          FOLDED,
          UNPAIRED,
          PENDING,
          EVICTED,
          FOLDED_REQUESTS);

  private MeasureMetrics() {}

  /// Writes all of them.
  public static void write(MetricSink to, MeasureSnapshot snapshot) {
    spans(to, snapshot.series());
    edges(to, snapshot.edges());
    to.single(MEASURED, snapshot.observedSpans());
    to.single(SERIES, snapshot.series().size());
    folded(to, snapshot.folded());
    graph(to, snapshot.graph());
  }

  private static void spans(MetricSink to, List<SpanSeries> series) {
    to.head(CALLS);
    for (SpanSeries each : series) {
      to.sample(CALLS, each.durations().count(), labels(each));
    }
    to.head(LATENCY);
    for (SpanSeries each : series) {
      to.histogram(LATENCY, each.durations(), each.exemplars(), labels(each));
    }
  }

  private static String[] labels(SpanSeries series) {
    return new String[] {
      series.service(),
      series.spanName(),
      "SPAN_KIND_" + series.kind().name(),
      "STATUS_CODE_" + series.statusCode().name()
    };
  }

  private static void edges(MetricSink to, List<ServiceEdge> edges) {
    to.head(REQUESTS);
    edges.forEach(e -> to.sample(REQUESTS, e.requests(), labels(e)));
    to.head(REQUESTS_FAILED);
    edges.forEach(e -> to.sample(REQUESTS_FAILED, e.failed(), labels(e)));
    to.head(SERVER_SECONDS);
    edges.forEach(e -> to.histogram(SERVER_SECONDS, e.serverDurations(), labels(e)));
    to.head(CLIENT_SECONDS);
    edges.forEach(e -> to.histogram(CLIENT_SECONDS, e.clientDurations(), labels(e)));
  }

  private static String[] labels(ServiceEdge edge) {
    return new String[] {edge.client(), edge.server(), edge.connectionType().label()};
  }

  private static void folded(MetricSink to, List<FoldedNames> folded) {
    to.head(NAMES);
    folded.forEach(f -> to.sample(NAMES, f.names(), f.service(), f.example()));
    to.head(TEMPLATED);
    folded.forEach(f -> to.sample(TEMPLATED, f.templatedSpans(), f.service()));
    to.head(FOLDED);
    folded.forEach(f -> to.sample(FOLDED, f.otherSpans(), f.service()));
  }

  private static void graph(MetricSink to, GraphCounts graph) {
    to.head(UNPAIRED);
    to.sample(UNPAIRED, graph.unpairedClients(), "client");
    to.sample(UNPAIRED, graph.unpairedServers(), "server");
    to.single(PENDING, graph.pending());
    to.single(EVICTED, graph.evicted());
    to.single(FOLDED_REQUESTS, graph.foldedRequests());
  }
}
