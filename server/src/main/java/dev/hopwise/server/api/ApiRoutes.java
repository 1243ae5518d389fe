package dev.hopwise.server.api;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.encoding.EncodingService;
import dev.hopwise.query.QueryService;

/// Mounts the query APIs. Answers above 1 KiB are compressed for clients that accept it.
public final class ApiRoutes {

  private static final int COMPRESS_BYTES_MIN = 1_024;

  private final NativeApi nativeApi;
  private final AnalysisApi analysis;
  private final RequestsApi requests;
  private final TempoApi tempo;
  private final QueryRunner nativeRunner;
  private final QueryRunner tempoRunner;

  /// @param version of this program, as Tempo's build info tells it
  public ApiRoutes(QueryService queries, String version) {
    nativeApi = new NativeApi(queries);
    analysis = new AnalysisApi(queries);
    requests = new RequestsApi(queries);
    tempo = new TempoApi(queries, version);
    nativeRunner = new QueryRunner(queries.limits(), Problem::of);
    tempoRunner = new QueryRunner(queries.limits(), TempoErrors::of);
  }

  /// The native API under `/api/v1` and Tempo's under `/tempo`.
  public void addTo(ServerBuilder server) {
    nativeRoute(server, "/api/v1/traces/{id}", nativeApi::trace);
    nativeRoute(server, "/api/v1/search", nativeApi::search);
    nativeRoute(server, "/api/v1/services", nativeApi::services);
    nativeRoute(server, "/api/v1/span-names", nativeApi::spanNames);
    nativeRoute(server, "/api/v1/attributes/keys", nativeApi::keys);
    nativeRoute(server, "/api/v1/attributes/values", nativeApi::values);
    nativeRoute(server, "/api/v1/analysis/hops", analysis::hops);
    nativeRoute(server, "/api/v1/analysis/retries", analysis::retries);
    nativeRoute(server, "/api/v1/analysis/propagation", analysis::propagation);
    nativeRoute(server, "/api/v1/analysis/requests", requests::requests);
    addTempo(server, "/tempo");
  }

  /// Tempo's API at the root, for a listener of its own.
  public void addTempoTo(ServerBuilder server) {
    addTempo(server, "");
  }

  private void addTempo(ServerBuilder server, String prefix) {
    tempoRoute(server, prefix + "/api/traces/{id}", tempo::traceV1);
    tempoRoute(server, prefix + "/api/v2/traces/{id}", tempo::traceV2);
    tempoRoute(server, prefix + "/api/search", tempo::search);
    tempoRoute(server, prefix + "/api/search/tags", tempo::tags);
    tempoRoute(server, prefix + "/api/v2/search/tags", tempo::tagsByScope);
    // The name of a tag may contain slashes.
    tempoRoute(server, "regex:^" + prefix + "/api/search/tag/(?<tag>.+)/values$", tempo::tagValues);
    tempoRoute(
        server,
        "regex:^" + prefix + "/api/v2/search/tag/(?<tag>.+)/values$",
        tempo::typedTagValues);
    tempoRoute(server, prefix + "/api/echo", tempo::echo);
    tempoRoute(server, prefix + "/ready", tempo::ready);
    tempoRoute(server, prefix + "/api/status/buildinfo", tempo::buildInfo);
  }

  private void nativeRoute(ServerBuilder server, String path, QueryRunner.Handler handler) {
    add(server, path, nativeRunner.service(handler));
  }

  private void tempoRoute(ServerBuilder server, String path, QueryRunner.Handler handler) {
    add(server, path, tempoRunner.service(handler));
  }

  private static void add(ServerBuilder server, String path, HttpService service) {
    server
        .route()
        .addRoute(
            Route.builder().path(path).methods(com.linecorp.armeria.common.HttpMethod.GET).build())
        .build(
            service.decorate(
                EncodingService.builder()
                    .minBytesToForceChunkedEncoding(COMPRESS_BYTES_MIN)
                    .encodableContentTypes(type ->
                        type.is(MediaType.JSON) || type.is(MediaType.parse("application/protobuf")))
                    .newDecorator()));
  }
}
