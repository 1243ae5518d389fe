package dev.hopwise.store.lake;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.TraceId;
import java.util.List;

/// Values of fields in the form in which filters see them.
final class HotValues {

  private HotValues() {}

  static AttributeValue hex(long spanId) {
    return AttributeValue.of(SpanId.hex(spanId));
  }

  static AttributeValue hex(long traceIdHigh, long traceIdLow) {
    return AttributeValue.of(new TraceId(traceIdHigh, traceIdLow).hex());
  }

  /// A span of which only the resource and the scope are set.
  static Span spanOf(Origin origin) {
    return new Span(
        new TraceId(0, 1),
        1,
        0,
        "",
        0,
        "",
        SpanKind.UNSPECIFIED,
        0,
        0,
        Attributes.EMPTY,
        0,
        List.of(),
        0,
        List.of(),
        0,
        Status.UNSET,
        origin.resource(),
        origin.scope());
  }
}
