package dev.hopwise.server.api;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

/// Runs what needs a request's body. Few bodies are in memory at once; who comes when there is no
/// room is refused, and so is a body that is too large.
public final class Uploads {

  private static final int AT_ONCE_MAX = 4;

  private final Semaphore room = new Semaphore(AT_ONCE_MAX);
  private final QueryRunner runner;
  private final int bytesMax;
  private final Refusal refusal;

  /// Answers a request with a body; may block.
  public interface Handler {
    HttpResponse handle(Parameters parameters, byte[] body) throws IOException;
  }

  /// Says in an API's own way that a body is not taken.
  public interface Refusal {
    HttpResponse of(Reason reason, String message);
  }

  /// Why a body is not taken.
  public enum Reason {
    TOO_LARGE,
    BUSY,
    BROKEN
  }

  public Uploads(QueryRunner runner, int bytesMax, Refusal refusal) {
    this.runner = runner;
    this.bytesMax = bytesMax;
    this.refusal = refusal;
  }

  public HttpService service(Handler handler) {
    return (context, request) -> {
      if (!room.tryAcquire()) {
        return refusal.of(
            Reason.BUSY, "more than " + AT_ONCE_MAX + " requests with a body at once");
      }
      context.setMaxRequestLength(bytesMax);
      var answer =
          request
              .aggregate()
              .thenCompose(whole -> {
                byte[] body = whole.content().array();
                try {
                  return runner
                      .service(parameters -> handler.handle(parameters, body))
                      .serve(context, request)
                      .aggregate();
                } catch (Exception e) {
                  throw new CompletionException(e);
                }
              })
              .thenApply(AggregatedHttpResponse::toHttpResponse);
      return HttpResponse.of(
          answer.exceptionally(this::refused).whenComplete((_, _) -> room.release()));
    };
  }

  private HttpResponse refused(Throwable problem) {
    Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
    return cause instanceof ContentTooLargeException
        ? refusal.of(Reason.TOO_LARGE, "the body is larger than " + bytesMax + " bytes")
        : refusal.of(Reason.BROKEN, "the body did not arrive");
  }
}
