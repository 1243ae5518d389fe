package dev.hopwise.simulate;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Times on the command line.
final class Durations {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private Durations() {}

  /// @throws IllegalArgumentException with what was expected
  static Duration parse(String option, String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new IllegalArgumentException(
          option + " " + text + " is no duration such as 90s or 10m");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /// @throws IllegalArgumentException with what was expected
  static Optional<Instant> start(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(each -> OffsetDateTime.parse(each).toInstant());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("--start " + text + " is no RFC 3339 time", e);
    }
  }
}
