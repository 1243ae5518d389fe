package dev.hopwise.store.lake;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.Link;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.List;

/// Makes spans again from the rows of a builder. They equal what was appended; only the order of
/// attributes differs: those with a column of their own come first.
///
/// **Threads.** Any number.
final class RowDecoder {

  private final SegmentBuilder rows;

  RowDecoder(SegmentBuilder rows) {
    this.rows = rows;
  }

  Span span(int row) {
    Origin origin = rows.origin(row);
    TraceTable traces = rows.traces();
    int trace = rows.trace(row);
    long start = rows.startEpochNanos(row);
    return new Span(
        new TraceId(traces.high(trace), traces.low(trace)),
        rows.spanId(row),
        rows.parentSpanId(row),
        text(rows.ints(LakeColumn.TRACE_STATE).get(row)),
        rows.ints(LakeColumn.FLAGS).get(row),
        text(rows.ints(LakeColumn.NAME).get(row)),
        SpanKind.ofNumber(rows.kind(row)),
        start,
        start + rows.durationNanos(row),
        attributes(row),
        rows.ints(LakeColumn.DROPPED_ATTRIBUTES).get(row),
        events(row),
        rows.ints(LakeColumn.DROPPED_EVENTS).get(row),
        links(row),
        rows.ints(LakeColumn.DROPPED_LINKS).get(row),
        status(row),
        origin.resource(),
        origin.scope(),
        rows.kept(row));
  }

  /// A text by its id, the empty one for NONE.
  private String text(int id) {
    return id == TextPool.NONE ? "" : rows.texts().text(id);
  }

  private Status status(int row) {
    StatusCode code = StatusCode.ofNumber(rows.status(row));
    return new Status(code, text(rows.ints(LakeColumn.STATUS_MESSAGE).get(row)));
  }

  private Attributes attributes(int row) {
    List<Attribute> attributes = new ArrayList<>();
    DedicatedColumns dedicated = rows.dedicated();
    for (int place = 0; place < DedicatedColumns.COUNT; place++) {
      int value = dedicated.get(place, row);
      if (place == DedicatedColumns.STATUS_CODE_PLACE) {
        if (rows.hasStatusCode(row)) {
          attributes.add(
              new Attribute(DedicatedColumns.key(place), AttributeValue.of((long) value)));
        }
      } else if (value != TextPool.NONE) {
        attributes.add(new Attribute(DedicatedColumns.key(place), AttributeValue.of(text(value))));
      }
    }
    addEntries(attributes, rows.attributes(), row);
    return Attributes.of(attributes);
  }

  private Attributes list(AttributeColumn column, int list) {
    List<Attribute> attributes = new ArrayList<>();
    addEntries(attributes, column, list);
    return Attributes.of(attributes);
  }

  private void addEntries(List<Attribute> to, AttributeColumn column, int list) {
    for (int entry = column.start(list); entry < column.end(list); entry++) {
      to.add(
          new Attribute(
              rows.keys().text(column.key(entry)), value(column.code(entry), column.value(entry))));
    }
  }

  /// The value that a code and a text stand for.
  AttributeValue value(int code, int text) {
    return ValueText.decode(AttributeColumn.LETTERS.charAt(code), rows.texts().text(text));
  }

  private List<Event> events(int row) {
    EventColumns events = rows.events();
    int from = events.runs().start(row);
    int count = events.runs().count(row);
    List<Event> list = new ArrayList<>(count);
    for (int event = from; event < from + count; event++) {
      list.add(
          new Event(
              events.epochNanos(event),
              text(events.name(event)),
              list(events.attributes(), event),
              events.droppedAttributes(event)));
    }
    return list;
  }

  private List<Link> links(int row) {
    LinkColumns links = rows.links();
    int from = links.runs().start(row);
    int count = links.runs().count(row);
    List<Link> list = new ArrayList<>(count);
    for (int link = from; link < from + count; link++) {
      list.add(
          new Link(
              new TraceId(links.traceIdHigh(link), links.traceIdLow(link)),
              links.spanId(link),
              text(links.traceState(link)),
              list(links.attributes(), link),
              links.droppedAttributes(link),
              links.flags(link)));
    }
    return list;
  }
}
