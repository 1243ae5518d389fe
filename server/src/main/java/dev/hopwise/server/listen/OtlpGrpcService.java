package dev.hopwise.server.listen;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.server.ingest.IngestOutcome;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// OTLP/gRPC by hand: `opentelemetry.proto.collector.trace.v1.TraceService/Export`. The message is
/// never made into objects, which is most of what a gRPC library would cost.
public final class OtlpGrpcService implements HttpService {

  private static final String PACKAGE = "/opentelemetry.proto.collector.";
  private static final String EXPORT = PACKAGE + "trace.v1.TraceService/Export";

  private final Intake intake;

  public OtlpGrpcService(Intake intake) {
    this.intake = intake;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    String mediaType = ContentTypes.mediaType(request.headers());
    if (request.method() != HttpMethod.POST || !mediaType.startsWith("application/grpc")) {
      intake.unsupported();
      return Texts.of(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "this port speaks OTLP over gRPC; OTLP over HTTP has its own (listen.http)");
    }
    if (!request.path().equals(EXPORT)) {
      intake.unsupported();
      return unimplemented(unknownMethod(request.path()));
    }
    String encodingName = request.headers().get("grpc-encoding", "");
    Optional<BodyEncoding> encoding = ContentTypes.encoding(encodingName);
    if (encoding.isEmpty()) {
      intake.unsupported();
      return unimplemented("unsupported grpc-encoding: " + encodingName);
    }
    return HttpResponse.of(
        intake
            .take(
                context,
                request,
                (bytes, length) -> GrpcFrame.unpack(bytes, length, encoding.get()))
            .handle(OtlpGrpcService::answer));
  }

  private static String unknownMethod(String path) {
    return path.startsWith(PACKAGE)
        ? "only traces are taken, not " + path.substring(PACKAGE.length())
        : "unknown method " + path;
  }

  private static HttpResponse unimplemented(String message) {
    return GrpcAnswers.fault(
        new RpcStatus(GrpcStatus.UNIMPLEMENTED, message, RpcStatus.Detail.NONE));
  }

  private static HttpResponse answer(@Nullable IngestOutcome outcome, @Nullable Throwable failure) {
    if (outcome instanceof IngestOutcome.Accepted accepted) {
      return GrpcAnswers.message(ExportResponse.toProto(accepted));
    }
    if (outcome != null) {
      return GrpcAnswers.fault(RpcStatus.of(outcome));
    }
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    if (cause instanceof FrameException frame) {
      return GrpcAnswers.fault(
          new RpcStatus(
              frame.grpcStatus(), String.valueOf(frame.getMessage()), RpcStatus.Detail.NONE));
    }
    // The sender went away: nobody reads this.
    return HttpResponse.of(HttpStatus.CLIENT_CLOSED_REQUEST);
  }
}
