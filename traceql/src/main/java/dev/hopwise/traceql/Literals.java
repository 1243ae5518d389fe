package dev.hopwise.traceql;

import dev.hopwise.traceql.TraceQlException.ParseError;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Numbers, durations and texts as they are written in Go, durations in Prometheus' units as well.
final class Literals {

  private static final Map<String, Long> UNIT_NANOS =
      Map.ofEntries(
          Map.entry("ns", 1L),
          Map.entry("us", 1_000L),
          Map.entry("µs", 1_000L), // micro sign
          Map.entry("μs", 1_000L), // Greek mu
          Map.entry("ms", 1_000_000L),
          Map.entry("s", 1_000_000_000L),
          Map.entry("m", 60_000_000_000L),
          Map.entry("h", 3_600_000_000_000L),
          Map.entry("d", 86_400_000_000_000L),
          Map.entry("w", 7 * 86_400_000_000_000L),
          Map.entry("y", 365 * 86_400_000_000_000L));

  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private Literals() {}

  /// Digits with whatever number or duration follows.
  static Value number(Cursor in) {
    int start = in.at();
    boolean whole = digits(in);
    int unitAt = in.at();
    skipUnit(in);
    return in.at() == unitAt
        ? plainNumber(in, start, whole)
        : new Value.DurationNanos(duration(in, start, unitAt));
  }

  /// Whether neither a point nor an exponent was among them.
  private static boolean digits(Cursor in) {
    skipDigits(in);
    boolean whole = true;
    if (in.peek() == '.' && isDigit(in.peek(1))) {
      whole = false;
      in.skip(1);
      skipDigits(in);
    }
    int sign = in.peek(1) == '+' || in.peek(1) == '-' ? 1 : 0;
    if ((in.peek() == 'e' || in.peek() == 'E') && isDigit(in.peek(1 + sign))) {
      whole = false;
      in.skip(1 + sign);
      skipDigits(in);
    }
    return whole;
  }

  private static Value plainNumber(Cursor in, int start, boolean whole) {
    String text = in.since(start);
    try {
      return whole ? new Value.Int(Long.parseLong(text)) : new Value.Real(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw error(in, start, "the integer " + text + " has more than 64 bits");
    }
  }

  private static long duration(Cursor in, int start, int firstUnitAt) {
    BigDecimal total = part(in, start, start, firstUnitAt);
    while (isDigit(in.peek())) {
      int partAt = in.at();
      skipDigits(in);
      if (in.peek() == '.' && isDigit(in.peek(1))) {
        in.skip(1);
        skipDigits(in);
      }
      int unitAt = in.at();
      skipUnit(in);
      total = total.add(part(in, start, partAt, unitAt));
    }
    if (total.compareTo(LONG_MAX) > 0) {
      throw error(in, start, "the duration is longer than 292 years");
    }
    return total.setScale(0, RoundingMode.DOWN).longValueExact();
  }

  private static BigDecimal part(Cursor in, int start, int partAt, int unitAt) {
    String unit = in.since(unitAt);
    Long nanos = UNIT_NANOS.get(unit);
    if (nanos == null) {
      throw error(in, start, "\"" + unit + "\" is no unit; known are ns us µs ms s m h d w y");
    }
    String number = in.since(partAt).substring(0, unitAt - partAt);
    if (number.contains("e") || number.contains("E")) {
      throw error(in, start, "a duration has no exponent");
    }
    return new BigDecimal(number).multiply(BigDecimal.valueOf(nanos));
  }

  private static void skipUnit(Cursor in) {
    while (Character.isLetter(in.peek())) {
      in.skip(1);
    }
  }

  private static void skipDigits(Cursor in) {
    while (isDigit(in.peek())) {
      in.skip(1);
    }
  }

  /// A text in quotes with Go's escapes, or in back quotes as it is.
  static String text(Cursor in) {
    int start = in.at();
    char quote = in.take();
    if (quote == '`') {
      if (!in.skipTo("`")) {
        throw error(in, start, "the text does not end: ` is missing");
      }
      String whole = in.since(start);
      return whole.substring(1, whole.length() - 1);
    }
    return quoted(in, start);
  }

  private static String quoted(Cursor in, int start) {
    StringBuilder text = new StringBuilder();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!in.atEnd() && in.peek() != '"' && in.peek() != '\n') {
      if (in.peek() != '\\') {
        flush(bytes, text);
        text.append(in.take());
      } else {
        in.skip(1);
        escape(in, text, bytes);
      }
    }
    if (in.peek() != '"') {
      throw error(in, start, "the text does not end: \" is missing");
    }
    in.skip(1);
    flush(bytes, text);
    return text.toString();
  }

  /// Escapes of bytes are collected, for several of them may make one character.
  private static void flush(ByteArrayOutputStream bytes, StringBuilder text) {
    if (bytes.size() > 0) {
      text.append(bytes.toString(StandardCharsets.UTF_8));
      bytes.reset();
    }
  }

  private static void escape(Cursor in, StringBuilder text, ByteArrayOutputStream bytes) {
    int start = in.at() - 1;
    char c = in.atEnd() ? Cursor.NOTHING : in.take();
    int simple = "abfnrtv\\\"".indexOf(c);
    if (simple >= 0) {
      flush(bytes, text);
      text.append("\u0007\b\f\n\r\t\u000b\\\"".charAt(simple));
    } else if (c == 'x') {
      bytes.write(number(in, start, 2, 16, 0xFF));
    } else if (c >= '0' && c <= '7') {
      in.skip(-1);
      bytes.write(number(in, start, 3, 8, 0xFF));
    } else if (c == 'u' || c == 'U') {
      flush(bytes, text);
      text.appendCodePoint(number(in, start, c == 'u' ? 4 : 8, 16, Character.MAX_CODE_POINT));
    } else {
      throw error(in, start, "unknown escape \\" + (c == Cursor.NOTHING ? "" : c));
    }
  }

  private static int number(Cursor in, int start, int digits, int radix, int max) {
    long value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = in.atEnd() ? -1 : Character.digit(in.peek(), radix);
      if (digit < 0 || in.peek() > 'f') {
        throw error(in, start, "the escape needs " + digits + " digits of base " + radix);
      }
      in.skip(1);
      value = value * radix + digit;
    }
    if (value > max || (value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE)) {
      throw error(in, start, "the escape names no character");
    }
    return (int) value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static ParseError error(Cursor in, int start, String message) {
    return new ParseError(start, Math.max(1, in.at() - start), message);
  }
}
