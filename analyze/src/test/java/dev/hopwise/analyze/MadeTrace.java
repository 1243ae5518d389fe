package dev.hopwise.analyze;

import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.SpanTree;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.List;

/// A trace made span by span, in milliseconds.
final class MadeTrace {

  final TraceId id;
  final List<Span> spans = new ArrayList<>();

  MadeTrace(long id) {
    this.id = new TraceId(1, id);
  }

  /// Adds a span and answers its id.
  long add(
      long parent,
      String service,
      String name,
      SpanKind kind,
      double fromMillis,
      double toMillis,
      Attributes attributes) {
    return add(parent, service, name, kind, fromMillis, toMillis, attributes, Status.UNSET);
  }

  long failed(
      long parent, String service, String name, SpanKind kind, double fromMillis, double toMillis) {
    return add(
        parent,
        service,
        name,
        kind,
        fromMillis,
        toMillis,
        Attributes.EMPTY,
        new Status(StatusCode.ERROR, ""));
  }

  long add(
      long parent,
      String service,
      String name,
      SpanKind kind,
      double fromMillis,
      double toMillis,
      Attributes attributes,
      Status status) {
    long spanId = spans.size() + 1L;
    spans.add(
        new Span(
            id,
            spanId,
            parent,
            "",
            1,
            name,
            kind,
            nanos(fromMillis),
            nanos(toMillis),
            attributes,
            0,
            List.of(),
            0,
            List.of(),
            0,
            status,
            new Resource(Attributes.of(Resource.SERVICE_NAME, service), 0, ""),
            InstrumentationScope.EMPTY));
    return spanId;
  }

  SpanTree tree() {
    return SpanTree.of(spans);
  }

  TraceComponents components() {
    return TraceComponents.of(tree(), 1).orElseThrow();
  }

  private static long nanos(double millis) {
    return 1_700_000_000_000_000_000L + Math.round(millis * 1_000_000);
  }
}
