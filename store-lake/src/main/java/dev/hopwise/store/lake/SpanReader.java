package dev.hopwise.store.lake;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Kept;
import dev.hopwise.model.Link;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.lake.LakeSchema.Leaf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes spans again from the columns of a file, exactly as they were appended but for the order of
/// attributes.
///
/// Every column has to be taken from once for each row (or element), in turn, whether the value is
/// used or not.
final class SpanReader {

  private static final List<DedicatedLeaf> DEDICATED =
      LakeSchema.DEDICATED.stream()
          .map(c -> new DedicatedLeaf(Objects.requireNonNull(c.attributeKey()), LakeSchema.leaf(c)))
          .toList();

  private static final Leaf HTTP_STATUS = LakeSchema.leaf(LakeColumn.HTTP_RESPONSE_STATUS_CODE);
  private static final MapLeaves ATTRIBUTES = new MapLeaves("", 1);
  private static final MapLeaves EVENT_ATTRIBUTES = new MapLeaves("events.list.element.", 2);
  private static final MapLeaves LINK_ATTRIBUTES = new MapLeaves("links.list.element.", 2);
  private static final Leaf EVENT_TIME = LakeSchema.leaf("events.list.element.time_unix_nano");
  private static final Leaf EVENT_NAME = LakeSchema.leaf("events.list.element.name");
  private static final Leaf EVENT_DROPPED =
      LakeSchema.leaf("events.list.element.dropped_attributes");
  private static final Leaf LINK_TRACE = LakeSchema.leaf("links.list.element.trace_id");
  private static final Leaf LINK_SPAN = LakeSchema.leaf("links.list.element.span_id");
  private static final Leaf LINK_STATE = LakeSchema.leaf("links.list.element.trace_state");
  private static final Leaf LINK_DROPPED = LakeSchema.leaf("links.list.element.dropped_attributes");
  private static final Leaf LINK_FLAGS = LakeSchema.leaf("links.list.element.flags");

  /// What a null probability stands for.
  private static final long ONE_BITS = Double.doubleToRawLongBits(1.0);

  private final SpanColumns columns;
  private final Map<String, Attributes> objects = new HashMap<>();
  private final long[] uuid = new long[2];

  private record DedicatedLeaf(String key, Leaf leaf) {}

  /// The columns of a map of attributes.
  ///
  /// @param level the repetition level of its entries
  record MapLeaves(Leaf key, Leaf value, Leaf types, int level) {
    MapLeaves(String prefix, int level) {
      this(
          LakeSchema.leaf(prefix + "attributes.key_value.key"),
          LakeSchema.leaf(prefix + "attributes.key_value.value"),
          LakeSchema.leaf(prefix + "attribute_types"),
          level);
    }
  }

  SpanReader(SpanColumns columns) {
    this.columns = columns;
  }

  /// The next row.
  Span next() {
    TraceId traceId = uuid(LakeSchema.leaf(LakeColumn.TRACE_ID));
    long start =
        number(LakeColumn.START_TIME) * FileSegment.NANOS_PER_MICRO
            + number(LakeColumn.START_NANOS);
    Resource resource = resource();
    InstrumentationScope scope = scope();
    return new Span(
        traceId,
        number(LakeColumn.SPAN_ID),
        number(LakeColumn.PARENT_SPAN_ID),
        text(LakeColumn.TRACE_STATE),
        (int) number(LakeColumn.FLAGS),
        text(LakeColumn.NAME),
        SpanKind.ofNumber((int) number(LakeColumn.KIND)),
        start,
        start + number(LakeColumn.DURATION_NANOS),
        spanAttributes(),
        (int) number(LakeColumn.DROPPED_ATTRIBUTES),
        events(),
        (int) number(LakeColumn.DROPPED_EVENTS),
        links(),
        (int) number(LakeColumn.DROPPED_LINKS),
        status(),
        resource,
        scope,
        kept());
  }

  private Kept kept() {
    String rule = text(LakeColumn.KEEP_RULE);
    String trigger = text(LakeColumn.KEEP_TRIGGER);
    String windowId = columns.text(LakeSchema.leaf(LakeColumn.WINDOW_ID));
    return new Kept(inclusionProbability(), rule, trigger, windowId);
  }

  private double inclusionProbability() {
    LeafCursor cursor = columns.get(LakeSchema.leaf(LakeColumn.INCLUSION_PROBABILITY));
    return cursor == null ? 1 : Double.longBitsToDouble(cursor.number(ONE_BITS));
  }

  private Status status() {
    StatusCode code = StatusCode.ofNumber((int) number(LakeColumn.STATUS));
    return new Status(code, text(LakeColumn.STATUS_MESSAGE));
  }

  private Resource resource() {
    return new Resource(
        object(LakeColumn.RESOURCE),
        (int) number(LakeColumn.RESOURCE_DROPPED_ATTRIBUTES),
        text(LakeColumn.RESOURCE_SCHEMA_URL));
  }

  private InstrumentationScope scope() {
    return new InstrumentationScope(
        text(LakeColumn.SCOPE_NAME),
        text(LakeColumn.SCOPE_VERSION),
        object(LakeColumn.SCOPE_ATTRIBUTES),
        (int) number(LakeColumn.SCOPE_DROPPED_ATTRIBUTES),
        text(LakeColumn.SCOPE_SCHEMA_URL));
  }

  private Attributes object(LakeColumn column) {
    String json = columns.text(LakeSchema.leaf(column));
    return json == null ? Attributes.EMPTY : objects.computeIfAbsent(json, ValueText::decodeObject);
  }

  private Attributes spanAttributes() {
    List<Attribute> attributes = new ArrayList<>();
    for (DedicatedLeaf dedicated : DEDICATED) {
      AttributeValue value = dedicated(dedicated.leaf);
      if (value != null) {
        attributes.add(new Attribute(dedicated.key, value));
      }
    }
    addEntries(ATTRIBUTES, attributes);
    return Attributes.of(attributes);
  }

  private @Nullable AttributeValue dedicated(Leaf leaf) {
    if (!leaf.equals(HTTP_STATUS)) {
      String text = columns.text(leaf);
      return text == null ? null : AttributeValue.of(text);
    }
    LeafCursor cursor = columns.get(leaf);
    long number = cursor == null ? Long.MIN_VALUE : cursor.number(Long.MIN_VALUE);
    return number == Long.MIN_VALUE ? null : AttributeValue.of(number); // an int's column
  }

  private Attributes map(MapLeaves leaves) {
    List<Attribute> attributes = new ArrayList<>();
    addEntries(leaves, attributes);
    return Attributes.of(attributes);
  }

  private void addEntries(MapLeaves leaves, List<Attribute> to) {
    String types = columns.text(leaves.types);
    LeafCursor keys = columns.get(leaves.key);
    if (keys == null) {
      return;
    }
    LeafCursor values = columns.required(leaves.value);
    boolean any = keys.hasElement();
    if (any != values.hasElement()) {
      throw new MalformedBytesException("a map with more keys than values");
    }
    if (!any) {
      return;
    }
    int entry = 0;
    do {
      String key = keys.text();
      String value = values.text();
      if (key == null || value == null) {
        throw new MalformedBytesException("a map with a null");
      }
      to.add(new Attribute(key, ValueText.decode(letter(types, entry++), value)));
    } while (keys.continues(leaves.level));
  }

  private static char letter(@Nullable String types, int entry) {
    return types == null ? ValueText.TEXT : types.charAt(entry);
  }

  private List<Event> events() {
    LeafCursor times = columns.get(EVENT_TIME);
    if (times == null) {
      return List.of();
    }
    if (!times.hasElement()) {
      columns.text(EVENT_NAME);
      columns.number(EVENT_DROPPED);
      map(EVENT_ATTRIBUTES);
      return List.of();
    }
    List<Event> events = new ArrayList<>();
    do {
      events.add(
          new Event(
              times.number(0),
              columns.textOrEmpty(EVENT_NAME),
              map(EVENT_ATTRIBUTES),
              columns.integer(EVENT_DROPPED)));
    } while (times.continues(1));
    return events;
  }

  private List<Link> links() {
    LeafCursor traces = columns.get(LINK_TRACE);
    if (traces == null) {
      return List.of();
    }
    if (!traces.hasElement()) {
      columns.number(LINK_SPAN);
      columns.text(LINK_STATE);
      columns.number(LINK_DROPPED);
      columns.number(LINK_FLAGS);
      map(LINK_ATTRIBUTES);
      return List.of();
    }
    List<Link> links = new ArrayList<>();
    do {
      links.add(
          new Link(
              uuid(LINK_TRACE),
              columns.number(LINK_SPAN),
              columns.textOrEmpty(LINK_STATE),
              map(LINK_ATTRIBUTES),
              columns.integer(LINK_DROPPED),
              columns.integer(LINK_FLAGS)));
    } while (traces.continues(1));
    return links;
  }

  private TraceId uuid(Leaf leaf) {
    columns.required(leaf).uuid(uuid);
    return new TraceId(uuid[0], uuid[1]);
  }

  private long number(LakeColumn column) {
    return columns.number(LakeSchema.leaf(column));
  }

  private String text(LakeColumn column) {
    return columns.textOrEmpty(LakeSchema.leaf(column));
  }
}
