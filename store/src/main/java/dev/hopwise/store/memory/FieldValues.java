package dev.hopwise.store.memory;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.store.Field;
import dev.hopwise.store.Field.AttributeOf;
import dev.hopwise.store.Field.Intrinsic;
import dev.hopwise.store.Field.Scope;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a span has at a {@link Field}.
public final class FieldValues {

  private FieldValues() {}

  /// The value, or null when the span has none.
  ///
  /// The attributes of events and links come as one {@link AttributeValue.Array}, in which the
  /// elements of a value that is an array itself stand one by one.
  public static @Nullable AttributeValue of(Span span, Field field) {
    return switch (field) {
      case Intrinsic intrinsic -> intrinsic(span, intrinsic);
      case AttributeOf(Scope scope, String key) -> attribute(span, scope, key);
    };
  }

  /// The keys that the span's attributes have at a place; those of several events or links repeat.
  public static Stream<String> keys(Span span, Scope scope) {
    return attributes(span, scope).flatMap(Attributes::stream).map(a -> a.key());
  }

  /// The values to list for a field, as they were sent; those of several events or links one by
  /// one.
  public static Stream<AttributeValue> listed(Span span, Field field) {
    return field instanceof AttributeOf(Scope scope, String key)
            && (scope == Scope.EVENT || scope == Scope.LINK)
        ? attributes(span, scope).map(a -> a.get(key)).filter(Objects::nonNull)
        : Stream.ofNullable(of(span, field));
  }

  private static @Nullable AttributeValue attribute(Span span, Scope scope, String key) {
    return switch (scope) {
      case SPAN -> span.attributes().get(key);
      case RESOURCE -> span.resource().attributes().get(key);
      case INSTRUMENTATION -> span.scope().attributes().get(key);
      case ANY -> {
        AttributeValue own = span.attributes().get(key);
        yield own != null ? own : span.resource().attributes().get(key);
      }
      case EVENT, LINK -> joined(attributes(span, scope), key);
    };
  }

  private static Stream<Attributes> attributes(Span span, Scope scope) {
    return switch (scope) {
      case SPAN -> Stream.of(span.attributes());
      case RESOURCE -> Stream.of(span.resource().attributes());
      case INSTRUMENTATION -> Stream.of(span.scope().attributes());
      case ANY -> Stream.of(span.attributes(), span.resource().attributes());
      case EVENT -> span.events().stream().map(event -> event.attributes());
      case LINK -> span.links().stream().map(link -> link.attributes());
    };
  }

  private static @Nullable AttributeValue joined(Stream<Attributes> all, String key) {
    List<AttributeValue> values = all.map(a -> a.get(key)).filter(Objects::nonNull).toList();
    return values.isEmpty()
        ? null
        : new AttributeValue.Array(values.stream().flatMap(FieldValues::elements).toList());
  }

  /// The elements of an array; of anything else, itself.
  private static Stream<AttributeValue> elements(AttributeValue value) {
    return value instanceof AttributeValue.Array(List<AttributeValue> values)
        ? values.stream()
        : Stream.of(value);
  }

  private static @Nullable AttributeValue intrinsic(Span span, Intrinsic field) {
    return switch (field) {
      case NAME -> AttributeValue.of(span.name());
      case SERVICE -> AttributeValue.of(span.serviceName());
      case KIND -> AttributeValue.of((long) span.kind().number());
      case STATUS -> AttributeValue.of((long) span.status().code().number());
      case STATUS_MESSAGE -> unlessEmpty(span.status().message());
      case DURATION -> AttributeValue.of(span.durationNanos());
      case START -> AttributeValue.of(span.startEpochNanos());
      case TRACE_ID -> AttributeValue.of(span.traceId().hex());
      case SPAN_ID -> AttributeValue.of(SpanId.hex(span.spanId()));
      case PARENT_ID -> span.isRoot() ? null : AttributeValue.of(SpanId.hex(span.parentSpanId()));
      case SCOPE_NAME -> unlessEmpty(span.scope().name());
      case SCOPE_VERSION -> unlessEmpty(span.scope().version());
    };
  }

  private static @Nullable AttributeValue unlessEmpty(String text) {
    return text.isEmpty() ? null : AttributeValue.of(text);
  }
}
