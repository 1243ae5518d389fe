package dev.hopwise.server.api.jaeger;

import dev.hopwise.server.api.BadParameterException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Go writes them: `1.2s`, `100ms`, `1h30m`.
final class GoDuration {

  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private static final int LENGTH_MAX = 40;
  private static final Pattern PART =
      Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");

  private GoDuration() {}

  /// Nanoseconds.
  ///
  /// @param name of the parameter, to blame
  static long nanos(String name, String text) {
    if (text.equals("0")) {
      return 0;
    }
    Matcher matcher = PART.matcher(text);
    BigDecimal sum = BigDecimal.ZERO;
    int at = 0;
    while (text.length() <= LENGTH_MAX && at < text.length() && matcher.find(at)) {
      if (matcher.start() != at) {
        break;
      }
      long unit = NANOS.getOrDefault(matcher.group(2), 0L);
      sum = sum.add(new BigDecimal(padded(matcher.group(1))).multiply(BigDecimal.valueOf(unit)));
      at = matcher.end();
    }
    if (at == 0 || at < text.length() || sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new BadParameterException(
          name,
          "unable to parse param '%s': no duration such as 1.2s, 100ms, 500us".formatted(name));
    }
    return sum.longValue();
  }

  private static String padded(String number) {
    return number.endsWith(".") ? number + "0" : number;
  }
}
