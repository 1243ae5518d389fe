package dev.hopwise.server.deliver;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// OTLP over HTTP with protobuf bodies.
///
/// Source: OTLP specification, "OTLP/HTTP Response": 429, 502, 503 and 504 may be tried again,
/// nothing else.
public final class OtlpHttpWire implements OtlpWire {

  private final RequestHeaders headers;
  private final boolean gzip;
  private final HttpAnswers answers;

  /// @param basePath of the endpoint
  /// @param method such as `/v1/traces`; added to the path unless it ends so already
  /// @param clock what a `Retry-After` that names a date is compared to
  public OtlpHttpWire(
      String basePath,
      String method,
      Map<String, String> extraHeaders,
      boolean gzip,
      InstantSource clock) {
    String base = basePath.endsWith("/") ? basePath.substring(0, basePath.length() - 1) : basePath;
    RequestHeadersBuilder builder =
        RequestHeaders.builder(HttpMethod.POST, base.endsWith(method) ? base : base + method);
    extraHeaders.forEach(builder::set);
    builder.set(HttpHeaderNames.CONTENT_TYPE, "application/x-protobuf");
    if (gzip) {
      builder.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
    }
    this.headers = builder.build();
    this.gzip = gzip;
    this.answers = new HttpAnswers(clock);
  }

  @Override
  public RequestHeaders headers() {
    return headers;
  }

  @Override
  public byte[] body(List<byte[]> requests, int bytes) {
    return gzip ? Bodies.gzipped(requests, 0) : Bodies.joined(requests, 0, bytes);
  }

  @Override
  public Answer read(AggregatedHttpResponse answer) {
    if (answer.status().isSuccess()) {
      return ExportAnswer.taken(answer.content().array());
    }
    return switch (answer.status().code()) {
      case 429, 502, 503, 504 -> answers.tryAgain(answer);
      default -> HttpAnswers.refused(answer);
    };
  }
}
