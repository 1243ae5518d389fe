package dev.hopwise.receive;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Link;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.receive.ZipkinSpan.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A Zipkin span as an OpenTelemetry span, by the mapping of the Collector's Zipkin receiver with
/// its default feature gates.
///
/// Tags that stand for something else (scope, status, trace state, links, the resource) are taken
/// out and put there; what is left are the attributes. A link or event that cannot be unpacked
/// stays what it was, a tag or an annotation's text, so that nothing is lost; the Collector would
/// refuse the request.
///
/// One departure: a span without a timestamp starts when it was received. The Collector gives it
/// the year 1970, which the age limit would refuse. `otel.zipkin.absentField.startTime` says so.
///
/// `debug` and `shared` have no counterpart and are dropped, as the Collector does; spans that
/// share an id differ in their kind.
final class ZipkinMapping {

  private static final long NANOS_PER_MICRO = 1000;
  private static final int LINKS_MAX = 128;

  /// What is left of the tags.
  private final Map<String, String> tags;

  private final ZipkinSpan zipkin;

  private ZipkinMapping(ZipkinSpan zipkin) {
    this.zipkin = zipkin;
    this.tags = new LinkedHashMap<>(zipkin.tags());
  }

  /// @param receivedEpochNanos the start of a span that has none
  static Span toSpan(ZipkinSpan zipkin, long receivedEpochNanos) {
    return new ZipkinMapping(zipkin).span(receivedEpochNanos);
  }

  private Span span(long receivedEpochNanos) {
    boolean hasStart = zipkin.timestampMicros() != 0;
    long start = hasStart ? nanos(zipkin.timestampMicros()) : receivedEpochNanos;
    long duration = Math.min(nanos(zipkin.durationMicros()), Long.MAX_VALUE - start);
    Resource resource = resource();
    InstrumentationScope scope = scope();
    SpanKind kind = kind();
    String traceState = take("w3c.tracestate");
    Status status = status();
    List<Link> links = links();
    return new Span(
        zipkin.traceId(),
        zipkin.id(),
        zipkin.parentId() == zipkin.id() ? SpanId.NONE : zipkin.parentId(),
        traceState,
        0,
        zipkin.name(),
        kind,
        start,
        start + duration,
        attributes(hasStart),
        0,
        events(),
        0,
        links,
        0,
        status,
        resource,
        scope);
  }

  private Resource resource() {
    List<Attribute> attributes = new ArrayList<>();
    String nameKey = take("otlp.service.name.source");
    String service = zipkin.localEndpoint().serviceName();
    if (!service.isEmpty()) {
      attributes.add(text(nameKey.isEmpty() ? Resource.SERVICE_NAME : nameKey, service));
    }
    tags.entrySet()
        .removeIf(tag -> {
          boolean isResource = ZipkinResourceKeys.contains(tag.getKey());
          if (isResource) {
            attributes.add(text(tag.getKey(), tag.getValue()));
          }
          return isResource;
        });
    return new Resource(Attributes.of(attributes), 0, "");
  }

  private InstrumentationScope scope() {
    String name = takeEither("otel.scope.name", "otel.library.name");
    String version = takeEither("otel.scope.version", "otel.library.version");
    return new InstrumentationScope(name, version, Attributes.EMPTY, 0, "");
  }

  private SpanKind kind() {
    if (zipkin.kind() == SpanKind.UNSPECIFIED && tags.remove("span.kind", "internal")) {
      return SpanKind.INTERNAL;
    }
    return zipkin.kind();
  }

  /// Any value of the tag `error` is an error, as in Zipkin; `true` says nothing more and goes.
  private Status status() {
    StatusCode code = statusCode(tags.get("otel.status_code"));
    if (code != StatusCode.UNSET) {
      tags.remove("otel.status_code");
    }
    if (tags.containsKey("error")) {
      tags.remove("error", "true");
      code = StatusCode.ERROR;
    }
    return code == StatusCode.UNSET
        ? Status.UNSET
        : new Status(code, take("otel.status_description"));
  }

  private static StatusCode statusCode(@Nullable String tag) {
    return switch (tag == null ? "" : tag.toUpperCase(Locale.ROOT)) {
      case "OK", "STATUS_CODE_OK" -> StatusCode.OK;
      case "ERROR", "STATUS_CODE_ERROR" -> StatusCode.ERROR;
      default -> StatusCode.UNSET;
    };
  }

  private List<Event> events() {
    return zipkin.annotations().stream()
        .map(annotation ->
            ZipkinPacked.event(nanos(annotation.timestampMicros()), annotation.value()))
        .toList();
  }

  private List<Link> links() {
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < LINKS_MAX; i++) {
      String key = "otlp.link." + i;
      String packed = tags.get(key);
      if (packed == null) {
        break;
      }
      Optional<Link> link = ZipkinPacked.link(packed);
      if (link.isPresent()) {
        tags.remove(key);
        links.add(link.get());
      }
    }
    return links;
  }

  private Attributes attributes(boolean hasStart) {
    List<Attribute> attributes = new ArrayList<>(tags.size() + 6);
    tags.forEach((key, value) -> attributes.add(text(key, value)));
    Endpoint local = zipkin.localEndpoint();
    Endpoint remote = zipkin.remoteEndpoint();
    addUnlessTagged(attributes, "net.host.ip", local.ip());
    addPort(attributes, "net.host.port", local.port());
    addUnlessTagged(attributes, "peer.service", remote.serviceName());
    addUnlessTagged(attributes, "net.peer.ip", remote.ip());
    addPort(attributes, "net.peer.port", remote.port());
    if (!hasStart) {
      attributes.add(new Attribute("otel.zipkin.absentField.startTime", AttributeValue.of(true)));
    }
    return Attributes.of(attributes);
  }

  private void addUnlessTagged(List<Attribute> attributes, String key, String value) {
    if (!value.isEmpty() && !tags.containsKey(key)) {
      attributes.add(text(key, value));
    }
  }

  private static void addPort(List<Attribute> attributes, String key, long port) {
    if (port > 0) {
      attributes.add(new Attribute(key, AttributeValue.of(port)));
    }
  }

  private String takeEither(String key, String olderKey) {
    String older = take(olderKey);
    String value = take(key);
    return value.isEmpty() ? older : value;
  }

  /// A tag's value, which is then no attribute any more; empty when there is none.
  private String take(String key) {
    String value = tags.remove(key);
    return value == null ? "" : value;
  }

  private static Attribute text(String key, String value) {
    return new Attribute(key, AttributeValue.of(value));
  }

  /// What lies beyond the year 2262 ends there, and is then refused as too new.
  private static long nanos(long micros) {
    return micros > Long.MAX_VALUE / NANOS_PER_MICRO ? Long.MAX_VALUE : micros * NANOS_PER_MICRO;
  }
}
