package dev.hopwise.server.api.tempo;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import dev.hopwise.query.QueryRefusedException;
import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.traceql.TraceQlException;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Errors as Tempo says them: a status and a line of text.
final class TempoErrors {

  private static final Logger LOG = LoggerFactory.getLogger(TempoErrors.class);

  private TempoErrors() {}

  static HttpResponse of(Throwable problem) {
    return switch (problem) {
      case BadParameterException bad -> text(HttpStatus.BAD_REQUEST, bad.getMessage());
      case TraceQlException invalid -> text(HttpStatus.BAD_REQUEST, invalidQuery(invalid));
      case QueryRefusedException.TooLarge large -> text(HttpStatus.BAD_REQUEST, large.getMessage());
      case CancellationException _ ->
          text(HttpStatus.CLIENT_CLOSED_REQUEST, "the query was cancelled");
      case QueryRefusedException.TooManyQueries busy ->
          text(HttpStatus.TOO_MANY_REQUESTS, busy.getMessage());
      case QueryRefusedException.Cancelled cancelled ->
          text(HttpStatus.CLIENT_CLOSED_REQUEST, cancelled.getMessage());
      default -> {
        LOG.error("a query failed", problem);
        yield text(HttpStatus.INTERNAL_SERVER_ERROR, "the query failed; the server's log says why");
      }
    };
  }

  static String invalidQuery(TraceQlException invalid) {
    return "invalid TraceQL query: at character %d: %s"
        .formatted(invalid.position(), invalid.detail());
  }

  static HttpResponse text(HttpStatus status, @org.jspecify.annotations.Nullable String message) {
    return HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, String.valueOf(message));
  }
}
