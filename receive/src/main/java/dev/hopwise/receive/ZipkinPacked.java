package dev.hopwise.receive;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.Link;
import dev.hopwise.model.SpanId;
import dev.hopwise.model.TraceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What OpenTelemetry's Zipkin exporters pack into texts because Zipkin has no place for it: an
/// event as `name|{attributes}|dropped`, a link as `trace id|span id|state|{attributes}|dropped`.
/// The attributes are a JSON object and may hold bars themselves.
final class ZipkinPacked {

  private static final int NESTING_MAX = 16;

  private ZipkinPacked() {}

  /// The annotation as an event; one that is not packed is its own name.
  static Event event(long epochNanos, String value) {
    int first = value.indexOf('|');
    int last = value.lastIndexOf('|');
    if (first < last) {
      Optional<Attributes> attributes = attributes(value.substring(first + 1, last));
      Optional<Integer> dropped = count(value.substring(last + 1));
      if (attributes.isPresent() && dropped.isPresent()) {
        return new Event(epochNanos, value.substring(0, first), attributes.get(), dropped.get());
      }
    }
    return new Event(epochNanos, value, Attributes.EMPTY, 0);
  }

  /// The link, or nothing when the text is none.
  static Optional<Link> link(String value) {
    String[] parts = value.split("\\|", 4);
    int last = parts.length < 4 ? -1 : parts[3].lastIndexOf('|');
    if (last < 0) {
      return Optional.empty();
    }
    Optional<Attributes> attributes = attributes(parts[3].substring(0, last));
    Optional<Integer> dropped = count(parts[3].substring(last + 1));
    if (attributes.isEmpty() || dropped.isEmpty()) {
      return Optional.empty();
    }
    try {
      TraceId traceId = TraceId.parse(unquoted(parts[0]));
      long spanId = SpanId.parse(unquoted(parts[1]));
      return Optional.of(new Link(traceId, spanId, parts[2], attributes.get(), dropped.get(), 0));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String unquoted(String id) {
    boolean isQuoted = id.length() >= 2 && id.startsWith("\"") && id.endsWith("\"");
    return isQuoted ? id.substring(1, id.length() - 1) : id;
  }

  /// An unsigned 32-bit count.
  private static Optional<Integer> count(String digits) {
    try {
      return Optional.of(Integer.parseUnsignedInt(digits));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static Optional<Attributes> attributes(String json) {
    if (!json.startsWith("{") || !json.endsWith("}")) {
      return Optional.empty(); // most annotations with bars end here, without an exception
    }
    try (JsonInput in = JsonInput.of(json)) {
      in.next();
      Attributes attributes = object(in, 0);
      in.expectEnd();
      return Optional.of(attributes);
    } catch (IOException | UndecodableException _) {
      return Optional.empty();
    }
  }

  private static Attributes object(JsonInput in, int depth) throws IOException {
    List<Attribute> attributes = new ArrayList<>();
    while (in.nextField()) {
      String key = in.fieldName();
      attributes.add(new Attribute(key, value(in, depth)));
    }
    return Attributes.of(attributes);
  }

  private static AttributeValue value(JsonInput in, int depth) throws IOException {
    if (depth > NESTING_MAX) {
      throw in.fault("is nested deeper than " + NESTING_MAX);
    }
    return switch (in.token()) {
      case VALUE_STRING -> AttributeValue.of(in.text());
      case VALUE_TRUE, VALUE_FALSE -> AttributeValue.of(in.bool());
      case VALUE_NUMBER_INT -> integer(in);
      case VALUE_NUMBER_FLOAT -> AttributeValue.of(in.real());
      case START_OBJECT -> new AttributeValue.Map(object(in, depth + 1));
      case START_ARRAY -> array(in, depth + 1);
      default -> AttributeValue.EMPTY;
    };
  }

  private static AttributeValue integer(JsonInput in) throws IOException {
    return in.isLong() ? AttributeValue.of(in.signed64()) : AttributeValue.of(in.real());
  }

  private static AttributeValue array(JsonInput in, int depth) throws IOException {
    List<AttributeValue> values = new ArrayList<>();
    while (in.nextElement()) {
      values.add(value(in, depth));
    }
    return new AttributeValue.Array(values);
  }
}
