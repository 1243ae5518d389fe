package dev.hopwise.server.listen;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;
import dev.hopwise.receive.DecodeResult.Fault;
import dev.hopwise.server.ingest.IngestOutcome;
import dev.hopwise.server.ingest.IngestRequest;
import java.util.Optional;

/// OTLP/HTTP: `POST /v1/traces`, protobuf and JSON, answered in the request's own encoding.
///
/// Source: OTLP specification 1.11, "OTLP/HTTP"; texts of 405 and 415 as the Collector has them.
public final class OtlpHttpService implements HttpService {

  private final Intake intake;

  public OtlpHttpService(Intake intake) {
    this.intake = intake;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    if (request.method() != HttpMethod.POST) {
      intake.unsupported();
      return Texts.methodNotAllowed("POST");
    }
    BodyFormat format;
    switch (ContentTypes.mediaType(request.headers())) {
      case ContentTypes.PROTOBUF -> format = BodyFormat.OTLP_PROTOBUF;
      case ContentTypes.JSON -> format = BodyFormat.OTLP_JSON;
      default -> {
        intake.unsupported();
        return Texts.of(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            "415 unsupported media type, supported: [application/json, application/x-protobuf]");
      }
    }
    Optional<BodyEncoding> encoding = ContentTypes.encoding(request.headers());
    if (encoding.isEmpty()) {
      intake.unsupported();
      return fault(format, unsupportedEncoding(request));
    }
    return HttpResponse.of(
        intake
            .take(
                context,
                request,
                (bytes, length) -> new IngestRequest(format, encoding.get(), bytes, 0, length))
            .thenApply(outcome -> answer(format, outcome)));
  }

  private static IngestOutcome unsupportedEncoding(HttpRequest request) {
    return new IngestOutcome.Invalid(
        Fault.MALFORMED,
        "unsupported Content-Encoding: "
            + request.headers().get(HttpHeaderNames.CONTENT_ENCODING, ""));
  }

  private static HttpResponse answer(BodyFormat format, IngestOutcome outcome) {
    if (outcome instanceof IngestOutcome.Accepted accepted) {
      byte[] body =
          isJson(format) ? ExportResponse.toJson(accepted) : ExportResponse.toProto(accepted);
      return HttpResponse.of(headers(HttpStatus.OK, format).build(), HttpData.wrap(body));
    }
    return fault(format, outcome);
  }

  private static HttpResponse fault(BodyFormat format, IngestOutcome outcome) {
    RpcStatus status = RpcStatus.of(outcome);
    ResponseHeadersBuilder headers = headers(httpStatus(outcome), format);
    if (status.detail() == RpcStatus.Detail.RETRY_INFO) {
      headers.setInt(HttpHeaderNames.RETRY_AFTER, RpcStatus.RETRY_AFTER_SECONDS);
    }
    byte[] body = isJson(format) ? status.toJson() : status.toProto();
    return HttpResponse.of(headers.build(), HttpData.wrap(body));
  }

  /// The status of an outcome, which Zipkin shares but for success.
  static HttpStatus httpStatus(IngestOutcome outcome) {
    return switch (outcome) {
      case IngestOutcome.Accepted _ -> HttpStatus.OK;
      case IngestOutcome.Invalid invalid ->
          invalid.fault() == Fault.TOO_LARGE
              ? HttpStatus.REQUEST_ENTITY_TOO_LARGE
              : HttpStatus.BAD_REQUEST;
      case IngestOutcome.Overloaded _ -> HttpStatus.TOO_MANY_REQUESTS;
      case IngestOutcome.Unavailable _ -> HttpStatus.SERVICE_UNAVAILABLE;
      case IngestOutcome.Failed _ -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }

  private static ResponseHeadersBuilder headers(HttpStatus status, BodyFormat format) {
    return ResponseHeaders.builder(status)
        .set(
            HttpHeaderNames.CONTENT_TYPE,
            isJson(format) ? ContentTypes.JSON : ContentTypes.PROTOBUF);
  }

  private static boolean isJson(BodyFormat format) {
    return format == BodyFormat.OTLP_JSON;
  }
}
