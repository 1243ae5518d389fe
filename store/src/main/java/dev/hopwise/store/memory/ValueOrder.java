package dev.hopwise.store.memory;

import dev.hopwise.model.AttributeValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/// The order of a {@link dev.hopwise.store.ValueList}: texts (by their UTF-8 bytes, unsigned),
/// truth values, integers, doubles, then everything else by its text form.
public final class ValueOrder {

  /// Total over all values.
  public static final Comparator<AttributeValue> COMPARATOR =
      Comparator.comparingInt(ValueOrder::kind).thenComparing(ValueOrder::compareSameKind);

  private ValueOrder() {}

  /// By UTF-8 bytes, unsigned, which is by code points.
  public static int compareTexts(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static int kind(AttributeValue value) {
    return switch (value) {
      case AttributeValue.Text _ -> 0;
      case AttributeValue.Bool _ -> 1;
      case AttributeValue.Int _ -> 2;
      case AttributeValue.Real _ -> 3;
      case AttributeValue.Array _ -> 4;
      case AttributeValue.Map _ -> 5;
      case AttributeValue.Bytes _ -> 6;
      case AttributeValue.Empty _ -> 7;
    };
  }

  private static int compareSameKind(AttributeValue a, AttributeValue b) {
    if (a instanceof AttributeValue.Text(String x) && b instanceof AttributeValue.Text(String y)) {
      return compareTexts(x, y);
    }
    if (a instanceof AttributeValue.Bool(boolean x) && b instanceof AttributeValue.Bool(var y)) {
      return Boolean.compare(x, y);
    }
    if (a instanceof AttributeValue.Int(long x) && b instanceof AttributeValue.Int(long y)) {
      return Long.compare(x, y);
    }
    if (a instanceof AttributeValue.Real(double x) && b instanceof AttributeValue.Real(double y)) {
      return Double.compare(x, y);
    }
    return a.toString().compareTo(b.toString());
  }
}
