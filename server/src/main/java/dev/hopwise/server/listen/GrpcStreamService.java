package dev.hopwise.server.listen;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.server.ingest.IngestRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/// A gRPC method that answers one message with many, each sent when it is found. Runs on a virtual
/// thread of its own, which is interrupted when the client cancels.
public final class GrpcStreamService implements HttpService {

  /// A question: a query's text and little more.
  private static final int REQUEST_BYTES_MAX = 256 << 10;

  private static final ResponseHeaders HEADERS =
      ResponseHeaders.of(HttpStatus.OK, "content-type", "application/grpc+proto");

  /// What is asked for.
  public interface Method {

    /// @param messages takes the answer's messages, and waits while the client reads slowly
    void answer(byte[] request, Consumer<byte[]> messages) throws IOException;
  }

  private final Method method;
  private final Function<Throwable, GrpcFault> faults;
  private final Duration timeout;

  /// @param faults says what a failure is to the client
  /// @param timeout of a whole call
  public GrpcStreamService(Method method, Function<Throwable, GrpcFault> faults, Duration timeout) {
    this.method = method;
    this.faults = faults;
    this.timeout = timeout;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    if (request.method() != HttpMethod.POST
        || !ContentTypes.mediaType(request.headers()).startsWith("application/grpc")) {
      return Texts.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "this path is for gRPC");
    }
    String encoding = request.headers().get("grpc-encoding", "identity");
    if (!encoding.equals("identity")) {
      return GrpcAnswers.fault(
          new RpcStatus(
              GrpcStatus.UNIMPLEMENTED,
              "unsupported grpc-encoding: " + encoding,
              RpcStatus.Detail.NONE));
    }
    context.setMaxRequestLength(REQUEST_BYTES_MAX);
    context.setRequestTimeout(timeout);
    CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    var _ =
        request
            .aggregate()
            .whenComplete((whole, failure) -> {
              if (whole == null) {
                answer.completeExceptionally(failure);
              } else {
                start(context, whole, answer);
              }
            });
    return HttpResponse.of(answer);
  }

  private void start(
      ServiceRequestContext context,
      AggregatedHttpRequest request,
      CompletableFuture<HttpResponse> answer) {
    PieceWriter out = new PieceWriter(HEADERS, answer);
    Thread thread =
        Thread.ofVirtual().name("grpc-query").start(() -> run(request.content().array(), out));
    var _ = context.whenRequestCancelling().thenRun(thread::interrupt);
  }

  private void run(byte[] body, PieceWriter out) {
    try {
      method.answer(message(body), piece -> out.write(GrpcFrame.pack(piece)));
      out.close(HttpHeaders.of("grpc-status", "0"));
    } catch (FrameException e) {
      fail(out, new GrpcFault(e.grpcStatus(), String.valueOf(e.getMessage())));
    } catch (Throwable problem) {
      fail(out, faults.apply(problem));
    }
  }

  private static byte[] message(byte[] body) throws FrameException {
    IngestRequest frame = GrpcFrame.unpack(body, body.length, BodyEncoding.IDENTITY);
    return Arrays.copyOfRange(frame.body(), frame.offset(), frame.offset() + frame.length());
  }

  private static void fail(PieceWriter out, GrpcFault fault) {
    out.close(
        HttpHeaders.of(
            "grpc-status",
            Integer.toString(fault.status()),
            "grpc-message",
            GrpcAnswers.shortMessage(fault.message())));
  }
}
