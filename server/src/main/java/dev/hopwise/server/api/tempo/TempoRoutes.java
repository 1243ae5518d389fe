package dev.hopwise.server.api.tempo;

import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.series.SeriesQueries;
import dev.hopwise.server.api.QueryRoutes;
import dev.hopwise.server.listen.GrpcStreamService;
import dev.hopwise.server.listen.UnknownMethodService;
import java.time.Duration;

/// Mounts Tempo's API, under a prefix or at the root of a port of its own. Headers that name a
/// tenant are taken and mean nothing.
public final class TempoRoutes {

  private static final String GRPC = "/tempopb.StreamingQuerier/";

  /// On top of what a query may take: a client that reads slowly.
  private static final Duration SLACK = Duration.ofSeconds(60);

  private final QueryService queries;
  private final TempoApi tempo;
  private final TempoStream stream;
  private final TempoSeriesApi series;

  /// @param version of this program, as Tempo's build info tells it
  public TempoRoutes(SeriesQueries seriesQueries, String version) {
    queries = seriesQueries.queries();
    series = new TempoSeriesApi(seriesQueries);
    tempo = new TempoApi(queries, version);
    stream = new TempoStream(seriesQueries);
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

  /// Mounts the streaming methods, which have one path wherever they are.
  public void addGrpcTo(ServerBuilder server) {
    grpc(server, "Search", stream::search);
    grpc(server, "SearchTags", stream::searchTags);
    grpc(server, "SearchTagsV2", stream::searchTagsV2);
    grpc(server, "SearchTagValues", stream::searchTagValues);
    grpc(server, "SearchTagValuesV2", stream::searchTagValuesV2);
    grpc(server, "MetricsQueryRange", stream::metricsQueryRange);
    grpc(server, "MetricsQueryInstant", stream::metricsQueryInstant);
    server.serviceUnder(GRPC, new UnknownMethodService());
  }

  private void grpc(ServerBuilder server, String name, GrpcStreamService.Method method) {
    server.service(
        GRPC + name,
        new GrpcStreamService(
            method, TempoStream::fault, queries.limits().timeLimit().plus(SLACK)));
  }
}
