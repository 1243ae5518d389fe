package dev.hopwise.sample;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Numbers with units, as a policy writes them.
final class Quantity {

  private static final int LENGTH_MAX = 40;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /// The largest first.
  private static final SequencedMap<String, Long> NANOS =
      units(
          "d",
          86_400_000_000_000L,
          "h",
          3_600_000_000_000L,
          "m",
          60_000_000_000L,
          "s",
          1_000_000_000L,
          "ms",
          1_000_000L,
          "us",
          1_000L,
          "ns",
          1L);

  private static final SequencedMap<String, Long> BYTES =
      units(
          "TiB",
          1L << 40,
          "GiB",
          1L << 30,
          "MiB",
          1L << 20,
          "KiB",
          1L << 10,
          "TB",
          1_000_000_000_000L,
          "GB",
          1_000_000_000L,
          "MB",
          1_000_000L,
          "kB",
          1_000L,
          "B",
          1L);

  private Quantity() {}

  /// A finite number, or null.
  static @Nullable BigDecimal number(String text) {
    try {
      return text.length() > LENGTH_MAX ? null : sane(new BigDecimal(text));
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static @Nullable BigDecimal sane(BigDecimal number) {
    return Math.abs((long) number.precision() - number.scale()) > LENGTH_MAX ? null : number;
  }

  /// Nanoseconds above 0, such as of `1.5s`, or null.
  static @Nullable Long nanos(String text) {
    return whole(text, NANOS);
  }

  /// Bytes above 0, such as of `20GiB` or `1000`, or null.
  static @Nullable Long bytes(String text) {
    return whole(number(text) == null ? text : text + "B", BYTES);
  }

  /// 0.99 of `p99`, or null.
  static @Nullable Double percentile(String text) {
    BigDecimal percent = text.startsWith("p") ? number(text.substring(1)) : null;
    return percent == null || percent.signum() <= 0 || percent.compareTo(HUNDRED) >= 0
        ? null
        : percent.movePointLeft(2).doubleValue();
  }

  /// The text of so many nanoseconds.
  static String ofNanos(long nanos) {
    return text(nanos, NANOS);
  }

  /// The text of so many bytes.
  static String ofBytes(long bytes) {
    return text(bytes, BYTES);
  }

  /// The text of a quantile.
  static String ofPercentile(double quantile) {
    return "p" + plain(BigDecimal.valueOf(quantile).movePointRight(2));
  }

  /// The shortest text of a number.
  static String ofNumber(double number) {
    return plain(BigDecimal.valueOf(number));
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static @Nullable Long whole(String text, Map<String, Long> units) {
    int split = text.length();
    while (split > 0 && Character.isLetter(text.charAt(split - 1))) {
      split--;
    }
    Long unit = units.get(text.substring(split));
    BigDecimal number = number(text.substring(0, split).strip());
    if (unit == null || number == null) {
      return null;
    }
    BigDecimal product =
        number.multiply(BigDecimal.valueOf(unit)).setScale(0, RoundingMode.HALF_UP);
    return product.signum() <= 0 || product.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? null
        : product.longValue();
  }

  private static String text(long number, SequencedMap<String, Long> units) {
    for (Map.Entry<String, Long> unit : units.entrySet()) {
      if (number % unit.getValue() == 0) {
        return number / unit.getValue() + unit.getKey();
      }
    }
    throw new IllegalStateException("no unit of one");
  }

  private static SequencedMap<String, Long> units(Object... pairs) {
    SequencedMap<String, Long> units = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      units.put((String) pairs[i], (Long) pairs[i + 1]);
    }
    return Collections.unmodifiableSequencedMap(units);
  }
}
