package dev.hopwise.server.listen;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.ResponseHeaders;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// An answer that is sent while it is found. One piece at a time is in memory: writing the next
/// waits until the network has taken the last. Until the first piece the answer may still become
/// another one, an error's.
///
/// Used by one thread, which is interrupted when whoever asked goes away.
public final class PieceWriter {

  private final ResponseHeaders headers;
  private final CompletableFuture<HttpResponse> answer;
  private @Nullable HttpResponseWriter out;

  /// @param headers of the answer, if it comes to that
  /// @param answer completed with the first piece
  public PieceWriter(ResponseHeaders headers, CompletableFuture<HttpResponse> answer) {
    this.headers = headers;
    this.answer = answer;
  }

  /// Whether the answer has begun.
  public boolean started() {
    return out != null;
  }

  /// Sends a piece; returns when the network has taken it.
  ///
  /// @throws CancellationException when nobody reads any more
  public void write(byte[] piece) {
    HttpResponseWriter to = open();
    if (!to.tryWrite(HttpData.wrap(piece))) {
      throw new CancellationException("whoever asked has gone away");
    }
    try {
      to.whenConsumed().get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("cancelled while an answer was being sent");
    } catch (ExecutionException e) {
      throw new CancellationException("whoever asked has gone away: " + e.getCause());
    }
  }

  /// Ends the answer in good order.
  ///
  /// @param trailers may be empty
  public void close(HttpHeaders trailers) {
    HttpResponseWriter to = open();
    if (!trailers.isEmpty() && !to.tryWrite(trailers)) {
      return;
    }
    to.close();
  }

  /// Breaks the answer off, so that its reader can tell.
  public void abort(Throwable problem) {
    open().close(problem);
  }

  private HttpResponseWriter open() {
    HttpResponseWriter to = out;
    if (to == null) {
      to = HttpResponse.streaming();
      out = to;
      to.write(headers);
      answer.complete(to);
    }
    return to;
  }
}
