package dev.hopwise.server.api;

import com.linecorp.armeria.common.HttpStatus;
import dev.hopwise.query.QueryRefusedException;
import dev.hopwise.query.metrics.MetricQueries;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What went wrong, as status and line, for APIs that say no more than that.
public record Failure(HttpStatus status, String message) {

  private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

  /// The cause of what nobody foresaw is for the log only.
  public static Failure of(Throwable problem) {
    return switch (problem) {
      case BadParameterException bad -> of(HttpStatus.BAD_REQUEST, bad);
      case MetricQueries.TooManyGroupsException _ ->
          new Failure(
              HttpStatus.BAD_REQUEST,
              "there are more than " + MetricQueries.GROUPS_READ_MAX + " series to add up");
      case QueryRefusedException.TooManyQueries busy -> of(HttpStatus.TOO_MANY_REQUESTS, busy);
      case QueryRefusedException.Cancelled cancelled ->
          of(HttpStatus.CLIENT_CLOSED_REQUEST, cancelled);
      case CancellationException _ ->
          new Failure(HttpStatus.CLIENT_CLOSED_REQUEST, "the query was cancelled");
      default -> {
        LOG.error("a query failed", problem);
        yield new Failure(
            HttpStatus.INTERNAL_SERVER_ERROR, "the query failed; the server's log says why");
      }
    };
  }

  private static Failure of(HttpStatus status, RuntimeException problem) {
    return new Failure(status, String.valueOf(problem.getMessage()));
  }
}
