package dev.hopwise.server.api.tempo;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Intrinsic;
import dev.hopwise.traceql.Value;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// TraceQL's fields and values as attributes of a found span.
final class TempoValues {

  /// The span or the trace tells these itself.
  private static final Set<Intrinsic> TOLD =
      Set.of(
          Intrinsic.NAME,
          Intrinsic.DURATION,
          Intrinsic.SPAN_ID,
          Intrinsic.TRACE_ID,
          Intrinsic.ROOT_NAME,
          Intrinsic.ROOT_SERVICE,
          Intrinsic.TRACE_DURATION);

  private TempoValues() {}

  /// The key without its scope, or null for what is told elsewhere.
  static @Nullable String attributeKey(FieldExpression field) {
    return switch (field) {
      case FieldExpression.AttributeOf attribute -> attribute.name();
      case Intrinsic intrinsic -> TOLD.contains(intrinsic) ? null : intrinsic.text();
      case FieldExpression.Constant _,
          FieldExpression.Not _,
          FieldExpression.Negate _,
          FieldExpression.Binary _,
          FieldExpression.Matches _,
          FieldExpression.Presence _ ->
          null;
    };
  }

  static AttributeValue attributeValue(Value value) {
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
          new AttributeValue.Array(elements.stream().map(TempoValues::attributeValue).toList());
      case Value.Opaque(AttributeValue opaque) -> opaque;
    };
  }

  /// `1.5s`: a duration as Go reads it.
  private static String seconds(long nanos) {
    return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString() + "s";
  }
}
