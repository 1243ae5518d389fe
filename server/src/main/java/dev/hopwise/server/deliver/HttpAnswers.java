package dev.hopwise.server.deliver;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an HTTP answer other than success means.
public final class HttpAnswers {

  /// Digits of a `Retry-After`; a longer one is beyond the time that is waited at all.
  private static final int SECONDS_DIGITS_MAX = 9;

  private final InstantSource clock;

  /// @param clock what a `Retry-After` that names a date is compared to
  public HttpAnswers(InstantSource clock) {
    this.clock = clock;
  }

  /// That there is no use in another try.
  public static Answer refused(AggregatedHttpResponse answer) {
    return new Answer.Refused(reason(answer));
  }

  /// That there is, and when.
  public Answer tryAgain(AggregatedHttpResponse answer) {
    return new Answer.TryAgain(
        reason(answer), retryAfter(answer.headers().get(HttpHeaderNames.RETRY_AFTER)));
  }

  private static String reason(AggregatedHttpResponse answer) {
    return "HTTP " + answer.status().code() + detail(answer);
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
