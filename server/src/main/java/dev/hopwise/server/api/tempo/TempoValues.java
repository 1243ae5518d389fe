package dev.hopwise.server.api.tempo;

import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Intrinsic;
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
}
