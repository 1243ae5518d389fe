package dev.hopwise.server.api;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.encoding.EncodingService;
import dev.hopwise.query.QueryLimits;
import java.time.Duration;

/// Mounts the handlers of one query API, under a prefix or at the root of a port of its own.
/// Answers above 1 KiB are compressed for clients that accept it.
public final class QueryRoutes {

  private static final int COMPRESS_BYTES_MIN = 1_024;

  private static final MediaType PROTOBUF = MediaType.parse("application/protobuf");

  private final ServerBuilder server;
  private final String prefix;
  private final QueryRunner runner;

  /// @param prefix as `/tempo`, or empty
  /// @param errors how that API says what went wrong
  public QueryRoutes(
      ServerBuilder server, String prefix, QueryLimits limits, QueryRunner.ErrorStyle errors) {
    this.server = server;
    this.prefix = prefix;
    runner = new QueryRunner(limits, errors);
  }

  /// Answers GET requests.
  ///
  /// @param path behind the prefix; a segment in braces is a parameter
  public QueryRoutes get(String path, QueryRunner.Handler handler) {
    add(prefix + path, HttpMethod.GET, handler);
    return this;
  }

  /// Answers GET requests to all paths that a regular expression matches.
  ///
  /// @param path behind the prefix; named groups are parameters, which may contain slashes
  public QueryRoutes getMatching(String path, QueryRunner.Handler handler) {
    add("regex:^" + prefix + path + "$", HttpMethod.GET, handler);
    return this;
  }

  /// Answers GET requests piece by piece.
  public QueryRoutes stream(
      String path, MediaType type, Duration timeout, QueryRunner.StreamHandler handler) {
    server
        .route()
        .addRoute(Route.builder().path(prefix + path).methods(HttpMethod.GET).build())
        .build(runner.stream(type, timeout, handler));
    return this;
  }

  private void add(String path, HttpMethod method, QueryRunner.Handler handler) {
    server
        .route()
        .addRoute(Route.builder().path(path).methods(method).build())
        .build(
            runner
                .service(handler)
                .decorate(
                    EncodingService.builder()
                        .minBytesToForceChunkedEncoding(COMPRESS_BYTES_MIN)
                        .encodableContentTypes(type -> type.is(MediaType.JSON) || type.is(PROTOBUF))
                        .newDecorator()));
  }
}
