package dev.hopwise.server.api;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Durations of requests, as Go writes them (`1m30s`) or as a number of seconds.
public final class StepText {

  private static final int LENGTH_MAX = 40;
  private static final Pattern PART =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(ns|us|ms|s|m|h|d)");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}(?:\\.[0-9]{1,9})?");
  private static final Map<String, BigDecimal> NANOS =
      Map.of(
          "ns", BigDecimal.ONE,
          "us", BigDecimal.valueOf(1_000),
          "ms", BigDecimal.valueOf(1_000_000),
          "s", BigDecimal.valueOf(1_000_000_000),
          "m", BigDecimal.valueOf(60_000_000_000L),
          "h", BigDecimal.valueOf(3_600_000_000_000L),
          "d", BigDecimal.valueOf(86_400_000_000_000L));

  private StepText() {}

  /// Nanoseconds, at least 1.
  ///
  /// @param text null for the fallback
  public static long nanos(String name, @Nullable String text, long fallback) {
    if (text == null) {
      return fallback;
    }
    if (text.length() <= LENGTH_MAX) {
      BigDecimal sum = BigDecimal.ZERO;
      if (SECONDS.matcher(text).matches()) {
        sum = new BigDecimal(text).multiply(BigDecimal.valueOf(1_000_000_000));
      } else {
        Matcher part = PART.matcher(text);
        int at = 0;
        while (at < text.length() && part.find(at) && part.start() == at) {
          sum = sum.add(new BigDecimal(part.group(1)).multiply(NANOS.get(part.group(2))));
          at = part.end();
        }
        sum = at == text.length() ? sum : BigDecimal.ZERO;
      }
      if (sum.compareTo(BigDecimal.ONE) >= 0
          && sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0) {
        return sum.longValue();
      }
    }
    throw new BadParameterException(
        name, name + " is no duration such as 30s, 1m30s or 15 (seconds)");
  }
}
