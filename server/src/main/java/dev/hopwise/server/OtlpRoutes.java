package dev.hopwise.server;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.cors.CorsService;
import com.linecorp.armeria.server.cors.CorsServiceBuilder;
import dev.hopwise.server.listen.Intake;
import dev.hopwise.server.listen.OtlpGrpcService;
import dev.hopwise.server.listen.OtlpHttpService;
import dev.hopwise.server.listen.Texts;
import dev.hopwise.server.listen.ZipkinService;
import java.time.Duration;
import java.util.List;

/// Which path of the receiving ports leads where.
final class OtlpRoutes {

  private static final Duration PREFLIGHT_VALID = Duration.ofHours(2);

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

  void zipkin(ServerBuilder server) {
    server.service("/api/v2/spans", new ZipkinService(intake));
    server.serviceUnder(
        "/",
        (context, request) ->
            Texts.of(HttpStatus.NOT_FOUND, "nothing here; spans go to /api/v2/spans"));
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
