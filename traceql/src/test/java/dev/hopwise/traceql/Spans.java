package dev.hopwise.traceql;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Link;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import java.util.List;

/// Spans with little to say about them; a span starts at its id in milliseconds and takes one.
final class Spans {

  static final TraceId TRACE = new TraceId(1, 2);

  private Spans() {}

  static Span span(long id, long parent, String service, Attribute... attributes) {
    return span(id, parent, service, List.of(), Attributes.of(attributes));
  }

  static Span withEvents(long id, Attributes... events) {
    List<Event> list =
        List.of(events).stream().map(a -> new Event(id * 1_000_000 + 500, "e", a, 0)).toList();
    return span(id, 0, "s", list, Attributes.EMPTY);
  }

  private static Span span(
      long id, long parent, String service, List<Event> events, Attributes attributes) {
    return new Span(
        TRACE,
        id,
        parent,
        "",
        0,
        "span " + id,
        SpanKind.SERVER,
        id * 1_000_000,
        (id + 1) * 1_000_000,
        attributes,
        0,
        events,
        0,
        List.of(new Link(TRACE, 7, "", Attributes.EMPTY, 0, 0)),
        0,
        new Status(id % 2 == 0 ? StatusCode.ERROR : StatusCode.UNSET, ""),
        new Resource(Attributes.of("service.name", service), 0, ""),
        InstrumentationScope.EMPTY);
  }

  static Attribute attribute(String key, AttributeValue value) {
    return new Attribute(key, value);
  }
}
