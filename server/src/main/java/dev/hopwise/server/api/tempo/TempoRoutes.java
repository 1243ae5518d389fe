package dev.hopwise.server.api.tempo;

import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.series.SeriesQueries;
import dev.hopwise.server.api.QueryRoutes;

/// Mounts Tempo's API, under a prefix or at the root of a port of its own.
public final class TempoRoutes {

  private final QueryService queries;
  private final TempoApi tempo;
  private final TempoSeriesApi series;

  /// @param version of this program, as Tempo's build info tells it
  public TempoRoutes(SeriesQueries seriesQueries, String version) {
    queries = seriesQueries.queries();
    series = new TempoSeriesApi(seriesQueries);
    tempo = new TempoApi(queries, version);
  }

  /// @param prefix as `/tempo`, or empty
  public void addTo(ServerBuilder server, String prefix) {
    new QueryRoutes(server, prefix, queries.limits(), TempoErrors::of)
        .get("/api/traces/{id}", tempo::traceV1)
        .get("/api/v2/traces/{id}", tempo::traceV2)
        .get("/api/search", tempo::search)
        .get("/api/search/tags", tempo::tags)
        .get("/api/v2/search/tags", tempo::tagsByScope)
        .getMatching("/api/search/tag/(?<tag>.+)/values", tempo::tagValues)
        .getMatching("/api/v2/search/tag/(?<tag>.+)/values", tempo::typedTagValues)
        .get("/api/metrics/query_range", series::range)
        .get("/api/metrics/query", series::instant)
        .get("/api/echo", tempo::echo)
        .get("/ready", tempo::ready)
        .get("/api/status/buildinfo", tempo::buildInfo);
  }
}
