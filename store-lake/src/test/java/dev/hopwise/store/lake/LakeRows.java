package dev.hopwise.store.lake;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.Link;
import dev.hopwise.model.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What FORMAT.md says of a span, naively: one value for each column. UUIDs are UUIDs, times are
/// microseconds, maps and lists are Java's.
final class LakeRows {

  private LakeRows() {}

  /// The order of a file.
  static List<Span> sorted(List<Span> spans) {
    return spans.stream()
        .sorted(Comparator.comparing(Span::traceId).thenComparingLong(Span::startEpochNanos))
        .toList();
  }

  static List<@Nullable Object> of(Span span) {
    List<@Nullable Object> row = new ArrayList<>();
    for (LakeColumn column : LakeColumn.values()) {
      row.add(value(column, span));
    }
    return row;
  }

  private static @Nullable Object value(LakeColumn column, Span span) {
    return switch (column) {
      case TRACE_ID -> new UUID(span.traceId().high(), span.traceId().low());
      case SPAN_ID -> span.spanId();
      case PARENT_SPAN_ID -> span.isRoot() ? null : span.parentSpanId();
      case START_TIME -> Math.floorDiv(span.startEpochNanos(), 1000L);
      case START_NANOS -> (int) Math.floorMod(span.startEpochNanos(), 1000L);
      case DURATION_NANOS -> span.durationNanos();
      case SERVICE -> span.serviceName();
      case NAME -> span.name();
      case KIND -> span.kind().number();
      case STATUS -> span.status().code().number();
      case STATUS_MESSAGE -> text(span.status().message());
      case TRACE_STATE -> text(span.traceState());
      case FLAGS -> number(span.flags());
      case RESOURCE -> object(span.resource().attributes());
      case RESOURCE_SCHEMA_URL -> text(span.resource().schemaUrl());
      case RESOURCE_DROPPED_ATTRIBUTES -> number(span.resource().droppedAttributesCount());
      case SCOPE_NAME -> text(span.scope().name());
      case SCOPE_VERSION -> text(span.scope().version());
      case SCOPE_ATTRIBUTES -> object(span.scope().attributes());
      case SCOPE_SCHEMA_URL -> text(span.scope().schemaUrl());
      case SCOPE_DROPPED_ATTRIBUTES -> number(span.scope().droppedAttributesCount());
      case ATTRIBUTES -> {
        Map<String, String> map = map(undedicated(span.attributes()));
        yield map.isEmpty() ? null : map;
      }
      case ATTRIBUTE_TYPES -> types(undedicated(span.attributes()));
      case DROPPED_ATTRIBUTES -> number(span.droppedAttributesCount());
      case EVENTS ->
          span.events().isEmpty() ? null : span.events().stream().map(LakeRows::of).toList();
      case DROPPED_EVENTS -> number(span.droppedEventsCount());
      case LINKS ->
          span.links().isEmpty() ? null : span.links().stream().map(LakeRows::of).toList();
      case DROPPED_LINKS -> number(span.droppedLinksCount());
      case INCLUSION_PROBABILITY ->
          span.kept().inclusionProbability() == 1 ? null : span.kept().inclusionProbability();
      case KEEP_RULE -> text(span.kept().rule());
      case KEEP_TRIGGER -> text(span.kept().trigger());
      case WINDOW_ID -> span.kept().windowId();
      default -> dedicated(column, span.attributes().get(DedicatedColumns.key(column)));
    };
  }

  private static @Nullable Object dedicated(LakeColumn column, @Nullable AttributeValue value) {
    if (column.shape() == LakeColumn.Shape.INT) {
      return value instanceof AttributeValue.Int(long number) && number == (int) number
          ? (Integer) (int) number
          : null;
    }
    return value instanceof AttributeValue.Text(String text) ? text : null;
  }

  private static List<@Nullable Object> of(Event event) {
    List<@Nullable Object> fields = new ArrayList<>();
    fields.add(event.epochNanos());
    fields.add(event.name());
    fields.add(map(event.attributes()));
    fields.add(types(event.attributes()));
    fields.add(number(event.droppedAttributesCount()));
    return fields;
  }

  private static List<@Nullable Object> of(Link link) {
    List<@Nullable Object> fields = new ArrayList<>();
    fields.add(new UUID(link.traceId().high(), link.traceId().low()));
    fields.add(link.spanId() == 0 ? null : link.spanId());
    fields.add(text(link.traceState()));
    fields.add(map(link.attributes()));
    fields.add(types(link.attributes()));
    fields.add(number(link.droppedAttributesCount()));
    fields.add(number(link.flags()));
    return fields;
  }

  private static Attributes undedicated(Attributes all) {
    List<Attribute> rest = new ArrayList<>();
    for (Attribute attribute : all) {
      boolean own = false;
      for (LakeColumn column : LakeSchema.DEDICATED) {
        own |=
            attribute.key().equals(column.attributeKey())
                && dedicated(column, attribute.value()) != null;
      }
      if (!own) {
        rest.add(attribute);
      }
    }
    return Attributes.of(rest);
  }

  private static Map<String, String> map(Attributes attributes) {
    Map<String, String> map = new LinkedHashMap<>();
    attributes.forEach(a -> map.put(a.key(), ValueText.encode(a.value()).text()));
    return map;
  }

  private static @Nullable String types(Attributes attributes) {
    StringBuilder letters = new StringBuilder();
    attributes.forEach(a -> letters.append(ValueText.encode(a.value()).letter()));
    return letters.chars().allMatch(c -> c == 's') ? null : letters.toString();
  }

  private static @Nullable String text(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Integer number(int number) {
    return number == 0 ? null : number;
  }

  private static @Nullable String object(Attributes attributes) {
    return attributes.isEmpty() ? null : ValueText.encodeObject(attributes);
  }
}
