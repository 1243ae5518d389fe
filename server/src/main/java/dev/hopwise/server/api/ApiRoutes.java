package dev.hopwise.server.api;

import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.query.QueryService;

/// Mounts the native query API under `/api/v1`.
public final class ApiRoutes {

  private final QueryService queries;
  private final NativeApi nativeApi;
  private final AnalysisApi analysis;
  private final RequestsApi requests;

  public ApiRoutes(QueryService queries) {
    this.queries = queries;
    nativeApi = new NativeApi(queries);
    analysis = new AnalysisApi(queries);
    requests = new RequestsApi(queries);
  }

  public void addTo(ServerBuilder server) {
    new QueryRoutes(server, "/api/v1", queries.limits(), Problem::of)
        .get("/traces/{id}", nativeApi::trace)
        .get("/search", nativeApi::search)
        .get("/services", nativeApi::services)
        .get("/span-names", nativeApi::spanNames)
        .get("/attributes/keys", nativeApi::keys)
        .get("/attributes/values", nativeApi::values)
        .get("/analysis/hops", analysis::hops)
        .get("/analysis/retries", analysis::retries)
        .get("/analysis/propagation", analysis::propagation)
        .get("/analysis/attributes", analysis::attributes)
        .get("/analysis/requests", requests::requests);
  }
}
