package dev.hopwise.server;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.cors.CorsService;
import com.linecorp.armeria.server.cors.CorsServiceBuilder;
import dev.hopwise.server.api.zipkin.ZipkinRoutes;
import dev.hopwise.server.listen.Intake;
import dev.hopwise.server.listen.OtlpGrpcService;
import dev.hopwise.server.listen.OtlpHttpService;
import dev.hopwise.server.listen.Texts;
import dev.hopwise.server.listen.ZipkinService;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which path of the receiving ports leads where.
final class OtlpRoutes {

  private static final Duration PREFLIGHT_VALID = Duration.ofHours(2);

  /// The names of spans are asked for at the path to which spans are sent.
  private static final Set<HttpMethod> ALL_BUT_GET =
      EnumSet.of(
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.DELETE,
          HttpMethod.PATCH,
          HttpMethod.HEAD,
          HttpMethod.OPTIONS);

  private final Intake intake;
  private final List<String> corsOrigins;

  OtlpRoutes(Intake intake, List<String> corsOrigins) {
    this.intake = intake;
    this.corsOrigins = corsOrigins;
  }

  void grpc(ServerBuilder server) {
    server.serviceUnder("/", new OtlpGrpcService(intake));
  }

  void http(ServerBuilder server) {
    server.service("/v1/traces", new OtlpHttpService(intake));
    server.service("/api/v2/spans", new ZipkinService(intake));
    notTaken(server, "/v1/metrics");
    notTaken(server, "/v1/logs");
    server.serviceUnder(
        "/",
        (context, request) ->
            Texts.of(
                HttpStatus.NOT_FOUND,
                "nothing here; OTLP goes to /v1/traces, Zipkin to /api/v2/spans"));
    if (!corsOrigins.isEmpty()) {
      server.decorator(cors().newDecorator());
    }
  }

  /// @param query at the root, and where Zipkin's own page asks
  void zipkin(ServerBuilder server, ZipkinRoutes query) {
    query.addTo(server, "");
    query.addTo(server, "/zipkin");
    server
        .route()
        .addRoute(Route.builder().path("/api/v2/spans").methods(ALL_BUT_GET).build())
        .build(new ZipkinService(intake));
    server.serviceUnder(
        "/",
        (context, request) ->
            Texts.of(
                HttpStatus.NOT_FOUND,
                "nothing here; spans go to /api/v2/spans, queries to /api/v2/traces and its like"));
  }

  private static void notTaken(ServerBuilder server, String path) {
    server.service(
        path,
        (context, request) ->
            Texts.of(
                HttpStatus.NOT_FOUND, "Hopwise takes traces only; " + path + " is not served"));
  }

  private CorsServiceBuilder cors() {
    CorsServiceBuilder builder =
        corsOrigins.contains("*")
            ? CorsService.builderForAnyOrigin()
            : CorsService.builder(corsOrigins);
    return builder
        .allowRequestMethods(HttpMethod.POST)
        .allowAllRequestHeaders(true)
        .maxAge(PREFLIGHT_VALID);
  }
}
