package dev.hopwise.server;

import com.linecorp.armeria.server.ServerBuilder;
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
  void addHttp(ServerBuilder server) {
    server.service("/sampling", http);
    server.service("/api/sampling", http);
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
