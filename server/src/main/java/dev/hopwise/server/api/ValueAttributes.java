package dev.hopwise.server.api;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.traceql.Value;
import java.math.BigDecimal;
import java.util.Locale;

/// TraceQL's values as attributes.
public final class ValueAttributes {

  private ValueAttributes() {}

  /// The value as an attribute: durations as Go writes them, status and kind in lower case.
  public static AttributeValue of(Value value) {
    return switch (value) {
      case Value.Nil() -> AttributeValue.EMPTY;
      case Value.Text(String text) -> AttributeValue.of(text);
      case Value.Bool(boolean truth) -> AttributeValue.of(truth);
      case Value.Int(long integer) -> AttributeValue.of(integer);
      case Value.Real(double real) -> AttributeValue.of(real);
      case Value.DurationNanos(long nanos) -> AttributeValue.of(seconds(nanos));
      case Value.Status(var code) -> AttributeValue.of(code.name().toLowerCase(Locale.ROOT));
      case Value.Kind(var kind) -> AttributeValue.of(kind.name().toLowerCase(Locale.ROOT));
      case Value.Many(var elements) ->
          new AttributeValue.Array(elements.stream().map(ValueAttributes::of).toList());
      case Value.Opaque(AttributeValue opaque) -> opaque;
    };
  }

  /// `1.5s`: a duration as Go reads it.
  private static String seconds(long nanos) {
    return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString() + "s";
  }
}
