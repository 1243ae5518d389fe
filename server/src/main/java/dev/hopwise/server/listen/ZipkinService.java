package dev.hopwise.server.listen;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;
import dev.hopwise.server.ingest.IngestOutcome;
import dev.hopwise.server.ingest.IngestRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Zipkin's `POST /api/v2/spans`: 202 without a body, or 400 and a text. As in zipkin-server,
/// whatever is not protobuf by its content type is taken for JSON, and nothing at all is a success.
public final class ZipkinService implements HttpService {

  private static final byte[] EMPTY_LIST = "[]".getBytes(StandardCharsets.US_ASCII);

  private final Intake intake;

  public ZipkinService(Intake intake) {
    this.intake = intake;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    if (request.method() != HttpMethod.POST) {
      intake.unsupported();
      return Texts.methodNotAllowed("POST");
    }
    Optional<BodyEncoding> encoding = ContentTypes.encoding(request.headers());
    if (encoding.isEmpty()) {
      intake.unsupported();
      return Texts.of(
          HttpStatus.BAD_REQUEST,
          "unsupported Content-Encoding: "
              + request.headers().get(HttpHeaderNames.CONTENT_ENCODING, ""));
    }
    BodyFormat format =
        ContentTypes.mediaType(request.headers()).equals(ContentTypes.PROTOBUF)
            ? BodyFormat.ZIPKIN_PROTOBUF
            : BodyFormat.ZIPKIN_JSON;
    return HttpResponse.of(
        intake
            .take(context, request, (bytes, length) -> frame(format, encoding.get(), bytes, length))
            .thenApply(ZipkinService::answer));
  }

  private static IngestRequest frame(
      BodyFormat format, BodyEncoding encoding, byte[] bytes, int length) {
    if (length == 0 && format == BodyFormat.ZIPKIN_JSON) {
      return new IngestRequest(format, BodyEncoding.IDENTITY, EMPTY_LIST, 0, EMPTY_LIST.length);
    }
    return new IngestRequest(format, encoding, bytes, 0, length);
  }

  private static HttpResponse answer(IngestOutcome outcome) {
    return switch (outcome) {
      case IngestOutcome.Accepted _ ->
          HttpResponse.of(HttpStatus.ACCEPTED, MediaType.PLAIN_TEXT_UTF_8, "");
      case IngestOutcome.Invalid invalid -> fault(outcome, invalid.message());
      case IngestOutcome.Overloaded overloaded -> fault(outcome, overloaded.message());
      case IngestOutcome.Unavailable unavailable -> fault(outcome, unavailable.message());
      case IngestOutcome.Failed failed -> fault(outcome, failed.message());
    };
  }

  private static HttpResponse fault(IngestOutcome outcome, String message) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(OtlpHttpService.httpStatus(outcome))
            .contentType(MediaType.PLAIN_TEXT_UTF_8);
    if (RpcStatus.of(outcome).detail() == RpcStatus.Detail.RETRY_INFO) {
      headers.setInt(HttpHeaderNames.RETRY_AFTER, RpcStatus.RETRY_AFTER_SECONDS);
    }
    return HttpResponse.of(headers.build(), HttpData.ofUtf8(message));
  }
}
