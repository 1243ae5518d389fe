package dev.hopwise.sample;

import dev.hopwise.traceql.Comparisons;
import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Compares with a text.
///
/// Bytes that are not UTF-8 read as U+FFFD, so a constant that contains U+FFFD can equal them; such
/// constants, and those that are no Unicode text at all, are compared with the decoded value.
final class TextCheck implements ValueCheck {

  private static final char REPLACEMENT = '\uFFFD';

  private final Operator comparison;
  private final Value.Text constant;
  private final byte[] utf8;
  private final boolean byBytes;

  TextCheck(Operator comparison, String text) {
    this.comparison = comparison;
    constant = new Value.Text(text);
    utf8 = text.getBytes(StandardCharsets.UTF_8);
    byBytes =
        text.indexOf(REPLACEMENT) < 0 && new String(utf8, StandardCharsets.UTF_8).equals(text);
  }

  @Override
  public boolean holds(RawValue value) {
    if (value.type != RawValue.Type.TEXT) {
      return value.type == RawValue.Type.ARRAY && decoded(value);
    }
    return switch (comparison) {
      case EQUAL -> byBytes ? equal(value) : decoded(value);
      case NOT_EQUAL -> byBytes ? !equal(value) : decoded(value);
      default -> byBytes && isAscii(value) ? ordered(value) : decoded(value);
    };
  }

  private boolean equal(RawValue value) {
    return value.length == utf8.length
        && Arrays.equals(
            utf8, 0, utf8.length, value.bytes, value.offset, value.offset + value.length);
  }

  private boolean ordered(RawValue value) {
    int order =
        Arrays.compareUnsigned(
            value.bytes, value.offset, value.offset + value.length, utf8, 0, utf8.length);
    return switch (comparison) {
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      default -> order >= 0;
    };
  }

  private static boolean isAscii(RawValue value) {
    for (int at = value.offset; at < value.offset + value.length; at++) {
      if (value.bytes[at] < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean decoded(RawValue value) {
    return Comparisons.holds(comparison, value.toValue(), constant);
  }
}
