package dev.hopwise.server;

import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.query.FieldUse;
import dev.hopwise.query.QueryLimits;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.metrics.MetricQueries;
import dev.hopwise.query.series.SeriesQueries;
import dev.hopwise.server.api.ApiRoutes;
import dev.hopwise.server.api.jaeger.JaegerRoutes;
import dev.hopwise.server.api.tempo.TempoRoutes;
import dev.hopwise.server.api.zipkin.ZipkinRoutes;
import dev.hopwise.server.listen.Texts;
import java.time.Clock;

/// The APIs that ask about spans and about what was measured: one of each for all ports, since
/// their limits are those of the whole server.
final class QueryApis {

  private final MetricQueries metrics;
  private final ApiRoutes own;
  private final TempoRoutes tempo;
  private final JaegerRoutes jaeger;
  private final ZipkinRoutes zipkin;

  /// @param use is told what queries ask for
  QueryApis(Parts parts, FieldUse use) {
    QueryService queries =
        new QueryService(parts.store(), Clock.systemUTC(), QueryLimits.DEFAULT, use);
    SeriesQueries series = new SeriesQueries(queries, parts.rollups());
    metrics = new MetricQueries(parts.rollups(), QueryLimits.DEFAULT);
    own = new ApiRoutes(series);
    tempo = new TempoRoutes(series, Version.TEXT);
    jaeger = new JaegerRoutes(queries, metrics, new MeasuredLabels());
    zipkin = new ZipkinRoutes(queries, metrics, Version.TEXT);
  }

  /// Questions about what was measured.
  MetricQueries metrics() {
    return metrics;
  }

  /// Zipkin's API, whose port takes spans as well.
  ZipkinRoutes zipkin() {
    return zipkin;
  }

  /// All of them, on the UI's port.
  void addTo(ServerBuilder server) {
    own.addTo(server);
    tempo.addTo(server, "/tempo");
    tempo.addGrpcTo(server);
    jaeger.addTo(server, "/jaeger");
    zipkin.addTo(server, "/zipkin");
  }

  /// Tempo's, on a port of its own.
  void tempoPort(ServerBuilder server) {
    tempo.addTo(server, "");
    tempo.addGrpcTo(server);
    server.serviceUnder("/", (c, r) -> Texts.of(HttpStatus.NOT_FOUND, "404 page not found"));
  }

  /// Jaeger's, on a port of its own.
  void jaegerPort(ServerBuilder server) {
    jaeger.port(server);
  }
}
