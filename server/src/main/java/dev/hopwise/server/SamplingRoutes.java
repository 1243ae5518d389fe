package dev.hopwise.server;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.hopwise.sample.head.HeadStrategy;
import dev.hopwise.server.listen.SamplingGrpcService;
import dev.hopwise.server.listen.SamplingHttpService;
import dev.hopwise.server.listen.UnknownMethodService;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// Where remote sampling is answered.
final class SamplingRoutes {

  private final SamplingHttpService http;
  private final SamplingGrpcService grpc;

  SamplingRoutes(Function<String, HeadStrategy> strategies, Executor blocking) {
    this.http = new SamplingHttpService(strategies, blocking);
    this.grpc = new SamplingGrpcService(strategies, blocking);
  }

  /// Beside other services; the second path is that of old Jaeger collectors.
  ///
  /// @param pages what a browser gets at the first path, where the page about sampling is
  void addHttp(ServerBuilder server, HttpService pages) {
    server.service(
        "/sampling",
        (context, request) ->
            (isForPage(context, request) ? pages : http).serve(context, request));
    server.service("/api/sampling", http);
  }

  /// A client that asks for its sampling names itself and does not want HTML.
  private static boolean isForPage(ServiceRequestContext context, HttpRequest request) {
    String accept = request.headers().get(HttpHeaderNames.ACCEPT, "");
    return accept.contains("text/html") && !context.queryParams().contains("service");
  }

  /// Beside other services.
  void addGrpc(ServerBuilder server) {
    server.service(SamplingGrpcService.PATH, grpc);
  }

  /// A port of its own, at any path as Jaeger has it.
  void httpPort(ServerBuilder server) {
    server.serviceUnder("/", http);
  }

  /// A port of its own.
  void grpcPort(ServerBuilder server) {
    addGrpc(server);
    server.serviceUnder("/", new UnknownMethodService());
  }
}
