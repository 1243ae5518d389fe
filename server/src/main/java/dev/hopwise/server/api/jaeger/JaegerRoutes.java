package dev.hopwise.server.api.jaeger;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.metrics.MeasuredNames;
import dev.hopwise.query.metrics.MetricQueries;
import dev.hopwise.server.api.QueryRoutes;
import dev.hopwise.server.api.QueryRunner;
import dev.hopwise.server.api.Uploads;
import dev.hopwise.server.listen.Texts;

/// Mounts Jaeger's API, under a prefix or at the root of a port of its own.
public final class JaegerRoutes {

  private static final int QUERY_BYTES_MAX = 64 << 10;

  private final QueryService queries;
  private final JaegerV1 v1;
  private final JaegerV3 v3;
  private final JaegerMetrics metrics;
  private final JaegerTransform transform;
  private final Uploads uploads;
  private final Uploads posts;

  public JaegerRoutes(QueryService queries, MetricQueries measured, MeasuredNames names) {
    this.queries = queries;
    JaegerOperations operations = new JaegerOperations(queries, measured, names);
    v1 = new JaegerV1(queries, measured, operations);
    v3 = new JaegerV3(queries, measured, operations);
    metrics = new JaegerMetrics(measured, names, queries.clock());
    transform = new JaegerTransform(queries.clock());
    uploads =
        new Uploads(
            new QueryRunner(queries.limits(), JaegerAnswer::error),
            JaegerTransform.BODY_BYTES_MAX,
            (reason, message) -> JaegerAnswer.error(status(reason), message));
    posts =
        new Uploads(
            new QueryRunner(queries.limits(), JaegerAnswer::errorV3),
            QUERY_BYTES_MAX,
            (reason, message) -> JaegerAnswer.errorV3(status(reason), message));
  }

  /// @param prefix as `/jaeger`, or empty
  public void addTo(ServerBuilder server, String prefix) {
    new QueryRoutes(server, prefix, queries.limits(), JaegerAnswer::error)
        .get("/api/services", v1::services)
        .get("/api/services/{service}/operations", v1::operationNames)
        .get("/api/operations", v1::operations)
        .get("/api/traces", v1::traces)
        .get("/api/traces/{id}", v1::trace)
        .get("/api/dependencies", v1::dependencies)
        .get("/api/metrics/latencies", metrics::latencies)
        .get("/api/metrics/calls", metrics::calls)
        .get("/api/metrics/errors", metrics::errors);
    new QueryRoutes(server, prefix, queries.limits(), JaegerAnswer::errorV3)
        .get("/api/v3/services", v3::services)
        .get("/api/v3/operations", v3::operations)
        .get("/api/v3/traces", v3::traces)
        .get("/api/v3/traces/{id}", v3::trace)
        .get("/api/v3/trace-summaries", v3::summaries)
        .get("/api/v3/dependencies", v3::dependencies);
    post(server, prefix + "/api/archive/{id}", uploads.service((p, _) -> v1.archive(p)));
    post(server, prefix + "/api/transform", uploads.service(transform::handle));
    post(server, prefix + "/api/v3/traces", posts.service(v3::postedTraces));
    post(server, prefix + "/api/v3/trace-summaries", posts.service(v3::postedSummaries));
    server.serviceUnder(prefix + "/api", (_, _) -> notFound());
  }

  /// A port of its own, which has no pages.
  public void port(ServerBuilder server) {
    addTo(server, "");
    server.serviceUnder("/", (_, _) -> notFound());
  }

  private static void post(ServerBuilder server, String path, HttpService service) {
    server
        .route()
        .addRoute(Route.builder().path(path).methods(HttpMethod.POST).build())
        .build(service);
  }

  /// Go's words.
  private static HttpResponse notFound() {
    return Texts.of(HttpStatus.NOT_FOUND, "404 page not found");
  }

  private static HttpStatus status(Uploads.Reason reason) {
    return switch (reason) {
      case TOO_LARGE -> HttpStatus.REQUEST_ENTITY_TOO_LARGE;
      case BUSY -> HttpStatus.TOO_MANY_REQUESTS;
      case BROKEN -> HttpStatus.BAD_REQUEST;
    };
  }
}
