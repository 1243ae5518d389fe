package dev.hopwise.server.api.zipkin;

import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.metrics.MetricQueries;
import dev.hopwise.server.api.QueryRoutes;

/// Mounts Zipkin's query API, under a prefix or at the root of a port of its own.
public final class ZipkinRoutes {

  private final QueryService queries;
  private final ZipkinApi zipkin;

  /// @param version of this program, as `/info` tells it
  public ZipkinRoutes(QueryService queries, MetricQueries metrics, String version) {
    this.queries = queries;
    zipkin = new ZipkinApi(queries, metrics, version);
  }

  /// @param prefix as `/zipkin`, or empty
  public void addTo(ServerBuilder server, String prefix) {
    new QueryRoutes(server, prefix, queries.limits(), ZipkinApi::error)
        .get("/api/v2/traces", zipkin::traces)
        .get("/api/v2/trace/{id}", zipkin::trace)
        .get("/api/v2/traceMany", zipkin::traceMany)
        .get("/api/v2/services", zipkin::services)
        .get("/api/v2/spans", zipkin::spanNames)
        .get("/api/v2/remoteServices", zipkin::remoteServices)
        .get("/api/v2/dependencies", zipkin::dependencies)
        .get("/api/v2/autocompleteKeys", zipkin::autocompleteKeys)
        .get("/api/v2/autocompleteValues", zipkin::autocompleteValues)
        .get("/health", zipkin::health)
        .get("/info", zipkin::info)
        .get("/config.json", zipkin::config);
  }
}
