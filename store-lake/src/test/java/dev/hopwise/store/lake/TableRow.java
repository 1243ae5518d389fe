package dev.hopwise.store.lake;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.Kept;
import dev.hopwise.model.Link;
import dev.hopwise.model.Span;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The row that FORMAT.md promises for a span, column by column, made without the builder or the
/// writer.
final class TableRow {

  private final Map<String, @Nullable Object> columns = new LinkedHashMap<>();

  private TableRow() {}

  static Map<String, @Nullable Object> of(Span span) {
    TableRow row = new TableRow();
    row.span(span);
    row.origin(span);
    row.ownAttributes(span.attributes());
    row.put("dropped_attributes", unlessZero(span.droppedAttributesCount()));
    row.put("events", unlessEmpty(span.events().stream().map(TableRow::event).toList()));
    row.put("dropped_events", unlessZero(span.droppedEventsCount()));
    row.put("links", unlessEmpty(span.links().stream().map(TableRow::link).toList()));
    row.put("dropped_links", unlessZero(span.droppedLinksCount()));
    row.kept(span.kept());
    return row.columns;
  }

  private void span(Span span) {
    put("trace_id", new UUID(span.traceId().high(), span.traceId().low()));
    put("span_id", span.spanId());
    put("parent_span_id", span.isRoot() ? null : span.parentSpanId());
    put("start_time", micros(span.startEpochNanos()));
    put("start_nanos", (int) Math.floorMod(span.startEpochNanos(), 1_000L));
    put("duration_nanos", span.durationNanos());
    put("service", span.serviceName());
    put("name", span.name());
    put("kind", span.kind().number());
    put("status", span.status().code().number());
    put("status_message", unlessEmpty(span.status().message()));
    put("trace_state", unlessEmpty(span.traceState()));
    put("flags", unlessZero(span.flags()));
  }

  private void origin(Span span) {
    put("resource", object(span.resource().attributes()));
    put("resource_schema_url", unlessEmpty(span.resource().schemaUrl()));
    put("resource_dropped_attributes", unlessZero(span.resource().droppedAttributesCount()));
    put("scope_name", unlessEmpty(span.scope().name()));
    put("scope_version", unlessEmpty(span.scope().version()));
    put("scope_attributes", object(span.scope().attributes()));
    put("scope_schema_url", unlessEmpty(span.scope().schemaUrl()));
    put("scope_dropped_attributes", unlessZero(span.scope().droppedAttributesCount()));
  }

  private void kept(Kept kept) {
    put(
        "inclusion_probability",
        kept.inclusionProbability() < 1 ? kept.inclusionProbability() : null);
    put("keep_rule", unlessEmpty(kept.rule()));
    put("keep_trigger", unlessEmpty(kept.trigger()));
    put("window_id", kept.windowId());
  }

  private void ownAttributes(Attributes attributes) {
    for (LakeColumn column : LakeSchema.DEDICATED) {
      AttributeValue value = attributes.get(column.attributeKey());
      put(column.columnName(), value != null && fits(column, value) ? plain(value) : null);
    }
    List<Attribute> others = attributes.stream().filter(a -> !hasColumn(a)).toList();
    put("attributes", others.isEmpty() ? null : texts(others));
    put("attribute_types", types(others));
  }

  private static boolean hasColumn(Attribute attribute) {
    Predicate<LakeColumn> sameKey = column -> attribute.key().equals(column.attributeKey());
    return LakeSchema.DEDICATED.stream()
        .filter(sameKey)
        .anyMatch(column -> fits(column, attribute.value()));
  }

  private static boolean fits(LakeColumn column, AttributeValue value) {
    return column.shape() == LakeColumn.Shape.INT
        ? value instanceof AttributeValue.Int(long number) && number == (int) number
        : value instanceof AttributeValue.Text;
  }

  private static Object plain(AttributeValue value) {
    return value instanceof AttributeValue.Int(long number)
        ? (Object) (int) number
        : ((AttributeValue.Text) value).value();
  }

  private static List<@Nullable Object> event(Event event) {
    List<@Nullable Object> struct = new ArrayList<>();
    struct.add(event.epochNanos());
    struct.add(event.name());
    struct.add(texts(event.attributes().entries()));
    struct.add(types(event.attributes().entries()));
    struct.add(unlessZero(event.droppedAttributesCount()));
    return struct;
  }

  private static List<@Nullable Object> link(Link link) {
    List<@Nullable Object> struct = new ArrayList<>();
    struct.add(new UUID(link.traceId().high(), link.traceId().low()));
    struct.add(link.spanId() == 0 ? null : link.spanId());
    struct.add(unlessEmpty(link.traceState()));
    struct.add(texts(link.attributes().entries()));
    struct.add(types(link.attributes().entries()));
    struct.add(unlessZero(link.droppedAttributesCount()));
    struct.add(unlessZero(link.flags()));
    return struct;
  }

  private static Map<String, String> texts(List<Attribute> attributes) {
    Map<String, String> texts = new LinkedHashMap<>();
    attributes.forEach(a -> texts.put(a.key(), ValueText.encode(a.value()).text()));
    return texts;
  }

  private static @Nullable String types(List<Attribute> attributes) {
    StringBuilder letters = new StringBuilder();
    attributes.forEach(a -> letters.append(ValueText.encode(a.value()).letter()));
    return letters.chars().allMatch(letter -> letter == ValueText.TEXT) ? null : letters.toString();
  }

  private static @Nullable String object(Attributes attributes) {
    return attributes.isEmpty() ? null : ValueText.encodeObject(attributes);
  }

  private static OffsetDateTime micros(long epochNanos) {
    return Instant.EPOCH
        .plus(Math.floorDiv(epochNanos, 1_000L), ChronoUnit.MICROS)
        .atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Integer unlessZero(int number) {
    return number == 0 ? null : number;
  }

  private static @Nullable String unlessEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable List<?> unlessEmpty(List<?> list) {
    return list.isEmpty() ? null : list;
  }

  private void put(String column, @Nullable Object value) {
    columns.put(column, value);
  }
}
