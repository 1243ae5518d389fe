package dev.hopwise.server.api;

import java.time.Duration;

/// Numbers of Jaeger's and Zipkin's parameters.
public final class WholeNumber {

  /// Until 2262, where nanoseconds end.
  public static final long EPOCH_MILLIS_MAX = Long.MAX_VALUE / 1_000_000;

  /// A year and a day.
  public static final long LOOKBACK_MAX = Duration.ofDays(366).toMillis();

  private WholeNumber() {}

  /// A whole number in decimal.
  public static long of(Parameters parameters, String name, long fallback, long min, long max) {
    String text = parameters.text(name);
    return text == null ? fallback : of(name, text, min, max);
  }

  /// A whole number in decimal.
  public static long of(String name, String text, long min, long max) {
    if (text.matches("[0-9]{1,19}")) {
      try {
        long value = Long.parseLong(text);
        if (value >= min && value <= max) {
          return value;
        }
      } catch (NumberFormatException _) {
        // told below
      }
    }
    throw new BadParameterException(
        name, name + " is no whole number from " + min + " to " + max, max);
  }
}
