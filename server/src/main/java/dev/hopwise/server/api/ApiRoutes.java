package dev.hopwise.server.api;

import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.series.SeriesQueries;

/// Mounts the native query API under `/api/v1`.
public final class ApiRoutes {

  private final QueryService queries;
  private final NativeApi nativeApi;
  private final AnalysisApi analysis;
  private final RequestsApi requests;
  private final ExportApi export;
  private final SeriesApi series;

  public ApiRoutes(SeriesQueries seriesQueries) {
    queries = seriesQueries.queries();
    series = new SeriesApi(seriesQueries);
    nativeApi = new NativeApi(queries);
    analysis = new AnalysisApi(queries);
    requests = new RequestsApi(queries);
    export = new ExportApi(queries);
  }

  public void addTo(ServerBuilder server) {
    new QueryRoutes(server, "/api/v1", queries.limits(), Problem::of)
            .get("/traces/{id}", nativeApi::trace)
            .get("/search", nativeApi::search)
            .get("/query/series", series::series)
            .get("/services", nativeApi::services)
            .get("/span-names", nativeApi::spanNames)
            .get("/attributes/keys", nativeApi::keys)
            .get("/attributes/values", nativeApi::values)
            .get("/analysis/hops", analysis::hops)
            .get("/analysis/retries", analysis::retries)
            .get("/analysis/propagation", analysis::propagation)
            .get("/analysis/attributes", analysis::attributes)
            .get("/analysis/requests", requests::requests)
            .stream("/export", ExportApi.TYPE, ExportApi.TIMEOUT, export::export);
  }
}
