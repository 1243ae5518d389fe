package dev.hopwise.server.telemetry;

import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.ServerBuilder;
import java.util.List;

/// Tells how long the answers of the query APIs took.
public final class TimedQueries {

  private static final List<String> PATHS =
      List.of(
          "/api/v1/traces",
          "/api/v1/search",
          "/api/v1/services",
          "/api/v1/span-names",
          "/api/v1/attributes",
          "/api/v1/analysis",
          "/tempo/api",
          "/jaeger/api",
          "/zipkin/api");

  private TimedQueries() {}

  /// Adds the watch to a server that has those APIs.
  public static void addTo(ServerBuilder server, StageTimes times) {
    DecoratingHttpServiceFunction timed =
        (delegate, context, request) -> {
          var _ =
              context
                  .log()
                  .whenComplete()
                  .thenAccept(log -> times.record(Stage.QUERY, log.totalDurationNanos()));
          return delegate.serve(context, request);
        };
    for (String path : PATHS) {
      server.routeDecorator().path(path).pathPrefix(path).build(timed);
    }
  }
}
