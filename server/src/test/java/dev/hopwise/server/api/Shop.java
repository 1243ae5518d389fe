package dev.hopwise.server.api;

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

/// A small trace with one of everything: gateway → payments.
public final class Shop {

  public static final TraceId ID = new TraceId(0, 0x00ab_cdefL);
  public static final long START =
      ApiFixture.NOW.minusSeconds(60).getEpochSecond() * 1_000_000_000L;

  private Shop() {}

  public static List<Span> trace() {
    return List.of(
        span(
            1,
            0,
            "gateway",
            "POST /checkout",
            SpanKind.SERVER,
            0,
            100,
            Attributes.of(
                new Attribute("http.route", AttributeValue.of("/checkout")),
                new Attribute("http.response.status_code", AttributeValue.of(503)))),
        span(2, 1, "gateway", "charge", SpanKind.CLIENT, 10, 60, Attributes.EMPTY),
        span(
            3,
            2,
            "payments",
            "charge",
            SpanKind.SERVER,
            20,
            50,
            Attributes.of("enduser.id", "u1")));
  }

  public static Span span(
      long id,
      long parent,
      String service,
      String name,
      SpanKind kind,
      long fromMillis,
      long toMillis,
      Attributes attributes) {
    return span(ID, id, parent, service, name, kind, fromMillis, toMillis, attributes);
  }

  /// Another trace, of one span.
  public static Span spanOf(TraceId trace) {
    return span(trace, 9, 0, "gateway", "GET /", SpanKind.SERVER, 0, 1, Attributes.EMPTY);
  }

  private static Span span(
      TraceId trace,
      long id,
      long parent,
      String service,
      String name,
      SpanKind kind,
      long fromMillis,
      long toMillis,
      Attributes attributes) {
    boolean server = service.equals("payments");
    return new Span(
        trace,
        id,
        parent,
        "",
        257,
        name,
        kind,
        START + fromMillis * 1_000_000,
        START + toMillis * 1_000_000,
        attributes,
        0,
        server
            ? List.of(new Event(START + 30_000_000, "exception", Attributes.of("m", "x"), 0))
            : List.of(),
        0,
        server ? List.of(new Link(new TraceId(1, 2), 3, "a=b", Attributes.EMPTY, 0, 0)) : List.of(),
        0,
        server ? new Status(StatusCode.ERROR, "declined") : Status.UNSET,
        new Resource(Attributes.of(Resource.SERVICE_NAME, service), 0, ""),
        new InstrumentationScope("lib", "1", Attributes.EMPTY, 0, ""));
  }
}
