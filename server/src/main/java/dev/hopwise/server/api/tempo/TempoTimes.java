package dev.hopwise.server.api.tempo;

import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.server.api.Parameters;
import dev.hopwise.server.api.StepText;
import dev.hopwise.store.TimeRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// `start` and `end` of Tempo's metrics queries: seconds, seconds with a fraction, nanoseconds
/// where there are more than ten digits, or RFC 3339; or `since`, up to now.
final class TempoTimes {

  private static final int LENGTH_MAX = 40;
  private static final int SECONDS_DIGITS_MAX = 10;
  private static final Duration SINCE_DEFAULT = Duration.ofHours(1);

  private TempoTimes() {}

  static TimeRange range(Parameters parameters, Instant now) {
    long to = time(parameters, "end", Parameters.nanos(now));
    long since = StepText.nanos("since", parameters.text("since"), SINCE_DEFAULT.toNanos());
    long from = time(parameters, "start", to - since);
    if (from >= to) {
      throw new BadParameterException(
          "start",
          "http parameter start must be before end. received start=%d end=%d".formatted(from, to));
    }
    return new TimeRange(from, to);
  }

  private static long time(Parameters parameters, String name, long fallback) {
    @Nullable String text = parameters.text(name);
    if (text == null) {
      return fallback;
    }
    try {
      if (text.length() <= LENGTH_MAX) {
        return nanos(text);
      }
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException _) {
      // told below
    }
    throw new BadParameterException(
        name, "invalid " + name + ": neither unix seconds or nanoseconds nor RFC 3339");
  }

  private static long nanos(String text) {
    if (text.matches("[0-9]{1,19}")) {
      long number = Long.parseLong(text);
      return text.length() > SECONDS_DIGITS_MAX
          ? number
          : Math.multiplyExact(number, 1_000_000_000L);
    }
    if (text.matches("[0-9]{1,10}\\.[0-9]{1,20}")) {
      return new BigDecimal(text).movePointRight(9).toBigInteger().longValueExact();
    }
    return Parameters.nanos(OffsetDateTime.parse(text).toInstant());
  }
}
