package dev.hopwise.server.api;

import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.hopwise.query.QueryLimits;
import dev.hopwise.server.listen.PieceWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Runs each request on a virtual thread of its own, and interrupts it when whoever asked goes
/// away.
public final class QueryRunner {

  /// On top of what a query may take: waiting for its turn, loading the last trace, writing.
  private static final Duration SLACK = Duration.ofSeconds(40);

  /// Answers a request; may block.
  public interface Handler {
    HttpResponse handle(Parameters parameters) throws IOException;
  }

  /// Answers a request piece by piece; may block.
  public interface StreamHandler {
    void handle(Parameters parameters, PieceWriter out) throws IOException;
  }

  /// Says in an API's own way what went wrong.
  public interface ErrorStyle {
    HttpResponse of(Throwable problem);
  }

  private final Duration timeout;
  private final ErrorStyle errors;

  public QueryRunner(QueryLimits limits, ErrorStyle errors) {
    timeout = limits.timeLimit().plus(limits.queueWait()).plus(SLACK);
    this.errors = errors;
  }

  public HttpService service(Handler handler) {
    return (context, _) -> {
      context.setRequestTimeout(timeout);
      CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
      Thread thread = Thread.ofVirtual().name("query").start(() -> run(handler, context, answer));
      var _ = context.whenRequestCancelling().thenRun(thread::interrupt);
      return HttpResponse.of(answer);
    };
  }

  private void run(
      Handler handler, ServiceRequestContext context, CompletableFuture<HttpResponse> answer) {
    try {
      answer.complete(handler.handle(new Parameters(context)));
    } catch (Throwable problem) {
      answer.complete(errors.of(problem));
    }
  }

  /// @param timeout of the whole answer
  HttpService stream(MediaType type, Duration timeout, StreamHandler handler) {
    ResponseHeaders headers = ResponseHeaders.builder(HttpStatus.OK).contentType(type).build();
    return (context, _) -> {
      context.setRequestTimeout(timeout);
      CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
      PieceWriter out = new PieceWriter(headers, answer);
      Thread thread =
          Thread.ofVirtual().name("query").start(() -> run(handler, context, out, answer));
      var _ = context.whenRequestCancelling().thenRun(thread::interrupt);
      return HttpResponse.of(answer);
    };
  }

  /// What fails before anything was sent is answered as an error; later the answer breaks off.
  private void run(
      StreamHandler handler,
      ServiceRequestContext context,
      PieceWriter out,
      CompletableFuture<HttpResponse> answer) {
    try {
      handler.handle(new Parameters(context), out);
      out.close(HttpHeaders.of());
    } catch (Throwable problem) {
      HttpResponse error = errors.of(problem);
      if (out.started()) {
        error.abort();
        out.abort(problem);
      } else {
        answer.complete(error);
      }
    }
  }
}
