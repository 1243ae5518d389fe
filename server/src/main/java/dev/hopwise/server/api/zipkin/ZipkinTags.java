package dev.hopwise.server.api.zipkin;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.Link;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.server.api.AttributeText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A span's tags: its attributes and its resource's, and what Zipkin has no field for, by the
/// OpenTelemetry specification ("Zipkin", "Mapping to non-OTLP formats"), under the names that our
/// receiver reads.
///
/// One departure: where a span failed without a description, `error` is `true` and not empty, as
/// senders of Zipkin spans write it.
final class ZipkinTags {

  private static final String ABSENT_START = "otel.zipkin.absentField.startTime";

  /// As many as our receiver reads.
  private static final int LINKS_MAX = 128;

  private final Span span;
  private final Map<String, String> tags = new LinkedHashMap<>();

  private ZipkinTags(Span span) {
    this.span = span;
  }

  /// @param used keys of attributes that an endpoint says already
  static Map<String, String> of(Span span, Set<String> used) {
    ZipkinTags tags = new ZipkinTags(span);
    tags.attributes(used);
    tags.names();
    tags.status();
    tags.links();
    tags.dropped();
    return tags.tags;
  }

  /// Whether the sender told when the span began.
  static boolean hasStart(Span span) {
    return span.attributes().get(ABSENT_START) == null;
  }

  private void attributes(Set<String> used) {
    for (Attribute attribute : span.resource().attributes()) {
      if (!attribute.key().equals(Resource.SERVICE_NAME)) {
        tags.put(attribute.key(), AttributeText.of(attribute.value()));
      }
    }
    for (Attribute attribute : span.attributes()) {
      if (!used.contains(attribute.key()) && !attribute.key().equals(ABSENT_START)) {
        tags.put(attribute.key(), AttributeText.of(attribute.value()));
      }
    }
  }

  private void names() {
    put("otel.scope.name", span.scope().name());
    put("otel.scope.version", span.scope().version());
    put("w3c.tracestate", span.traceState());
    if (span.kind() == SpanKind.INTERNAL) {
      tags.put("span.kind", "internal");
    }
  }

  private void status() {
    String message = span.status().message();
    if (span.status().code() == StatusCode.OK) {
      tags.put("otel.status_code", "OK");
    }
    if (!span.status().isError()) {
      return;
    }
    // A span with a tag of its own says by it that it failed.
    if (tags.containsKey("error")) {
      put("otel.status_description", message);
    } else if (message.isEmpty()) {
      tags.put("error", "true");
    } else {
      tags.put("otel.status_code", "ERROR");
      tags.put("otel.status_description", message);
      tags.put("error", message);
    }
  }

  private void links() {
    List<Link> links = span.links();
    for (int i = 0; i < Math.min(LINKS_MAX, links.size()); i++) {
      Link link = links.get(i);
      tags.put(
          "otlp.link." + i,
          String.join(
              "|",
              link.traceId().hex(),
              SpanId.hex(link.spanId()),
              link.traceState(),
              AttributeText.object(link.attributes()),
              Integer.toUnsignedString(link.droppedAttributesCount())));
    }
    count("otel.dropped_links_count", span.droppedLinksCount(), links.size() - LINKS_MAX);
  }

  private void dropped() {
    count("otel.dropped_attributes_count", span.droppedAttributesCount(), 0);
    count("otel.dropped_events_count", span.droppedEventsCount(), 0);
  }

  private void count(String key, int unsigned, int more) {
    long count = Integer.toUnsignedLong(unsigned) + Math.max(0, more);
    if (count != 0) {
      tags.put(key, Long.toString(count));
    }
  }

  private void put(String key, String value) {
    if (!value.isEmpty()) {
      tags.put(key, value);
    }
  }
}
