package dev.hopwise.server.forward;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// OTLP over HTTP with protobuf bodies.
///
/// Source: OTLP specification, "OTLP/HTTP Response": 429, 502, 503 and 504 may be tried again,
/// nothing else.
final class HttpWire implements OtlpWire {

  private static final String TRACES = "/v1/traces";

  /// Digits of a `Retry-After`; a longer one is beyond the time that is waited at all.
  private static final int SECONDS_DIGITS_MAX = 9;

  private final RequestHeaders headers;
  private final boolean gzip;
  private final InstantSource clock;

  /// @param basePath of the endpoint; `/v1/traces` is added unless it ends so already
  /// @param clock what a `Retry-After` that names a date is compared to
  HttpWire(String basePath, Map<String, String> extraHeaders, boolean gzip, InstantSource clock) {
    String base = basePath.endsWith("/") ? basePath.substring(0, basePath.length() - 1) : basePath;
    RequestHeadersBuilder builder =
        RequestHeaders.builder(HttpMethod.POST, base.endsWith(TRACES) ? base : base + TRACES);
    extraHeaders.forEach(builder::set);
    builder.set(HttpHeaderNames.CONTENT_TYPE, "application/x-protobuf");
    if (gzip) {
      builder.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
    }
    this.headers = builder.build();
    this.gzip = gzip;
    this.clock = clock;
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
  public ForwardAnswer read(AggregatedHttpResponse answer) {
    int status = answer.status().code();
    if (answer.status().isSuccess()) {
      return ExportAnswer.taken(answer.content().array());
    }
    String reason = "HTTP " + status + detail(answer);
    return switch (status) {
      case 429, 502, 503, 504 ->
          new ForwardAnswer.TryAgain(
              reason, retryAfter(answer.headers().get(HttpHeaderNames.RETRY_AFTER)));
      default -> new ForwardAnswer.Refused(reason);
    };
  }

  private static String detail(AggregatedHttpResponse answer) {
    String type = answer.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
    return type.contains("protobuf")
        ? ExportAnswer.described(ExportAnswer.statusMessage(answer.content().array()))
        : ExportAnswer.described(answer.contentUtf8());
  }

  private Optional<Duration> retryAfter(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    if (text.matches("\\d{1," + SECONDS_DIGITS_MAX + "}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      ZonedDateTime at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(clock.instant(), at));
    } catch (DateTimeException e) {
      // Nothing that can be honoured: our own waits apply.
      return Optional.empty();
    }
  }
}
