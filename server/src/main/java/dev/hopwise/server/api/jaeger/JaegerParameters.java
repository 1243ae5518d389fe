package dev.hopwise.server.api.jaeger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hopwise.model.TraceId;
import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.server.api.Parameters;
import dev.hopwise.server.api.WholeNumber;
import dev.hopwise.store.TimeRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of version 1, and what both versions share.
final class JaegerParameters {

  static final int LIMIT_DEFAULT = 100;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int TAGS_MAX = 64;
  private static final Duration SEARCHED_DEFAULT = Duration.ofDays(2);
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long MICROS_MAX = Long.MAX_VALUE / NANOS_PER_MICRO;

  /// Microseconds of March 1973: what is less was meant as milliseconds, which some clients send.
  private static final long MICROS_MIN = 100_000_000_000_000L;

  private static final int TRACE_ID_BYTES = 16;

  private JaegerParameters() {}

  /// What `/api/traces` asks for.
  static JaegerQuery search(Parameters parameters, Instant now, int limitMax) {
    @Nullable Long min = duration(parameters, "minDuration");
    @Nullable Long max = duration(parameters, "maxDuration");
    checkDurations(min, max, "maxDuration", "minDuration");
    return new JaegerQuery(
        parameters.text("service"),
        parameters.text("operation"),
        "tags",
        tags(parameters),
        min,
        max,
        range(parameters, now.minus(SEARCHED_DEFAULT), now),
        parameters.integer("limit", LIMIT_DEFAULT, 1, limitMax),
        bool("raw", parameters.text("raw")));
  }

  static void checkDurations(
      @Nullable Long min, @Nullable Long max, String maxName, String minName) {
    if (min != null && max != null && max < min) {
      throw new BadParameterException(
          maxName, "'%s' should be greater than '%s'".formatted(maxName, minName));
    }
  }

  private static @Nullable Long duration(Parameters parameters, String name) {
    @Nullable String text = parameters.text(name);
    return text == null ? null : GoDuration.nanos(name, text);
  }

  /// `start` and `end` in microseconds.
  static TimeRange range(Parameters parameters, Instant from, Instant to) {
    long start = micros(parameters, "start", from);
    long end = micros(parameters, "end", to);
    if (start > end) {
      throw new BadParameterException("start", "'start' should not be later than 'end'");
    }
    return new TimeRange(start, end);
  }

  /// When a trace may have been, where both ends are given.
  static TimeRange hint(Parameters parameters) {
    return parameters.text("start") == null || parameters.text("end") == null
        ? TimeRange.ALL
        : range(parameters, Instant.EPOCH, Instant.EPOCH);
  }

  private static long micros(Parameters parameters, String name, Instant fallback) {
    @Nullable String text = parameters.text(name);
    if (text == null) {
      return Parameters.nanos(fallback);
    }
    long value = WholeNumber.of(name, text, 0, MICROS_MAX);
    return (value < MICROS_MIN ? value * 1_000 : value) * NANOS_PER_MICRO;
  }

  private static Map<String, String> tags(Parameters parameters) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String pair : parameters.all("tag")) {
      int colon = pair.indexOf(':');
      if (colon < 1) {
        throw new BadParameterException(
            "tag", "malformed 'tag' parameter, expecting key:value, received: " + pair);
      }
      tags.put(pair.substring(0, colon), pair.substring(colon + 1));
    }
    for (String object : parameters.all("tags")) {
      tags.putAll(object("tags", object));
    }
    return checked("tags", tags);
  }

  static Map<String, String> checked(String name, Map<String, String> tags) {
    if (tags.size() > TAGS_MAX) {
      throw new BadParameterException(
          name,
          "'%s' names %d tags, allowed are %d".formatted(name, tags.size(), TAGS_MAX),
          TAGS_MAX);
    }
    return tags;
  }

  /// A JSON object of texts; numbers and truth values are taken for theirs.
  static Map<String, String> object(String name, String text) {
    JsonNode object;
    try {
      object = MAPPER.readTree(text);
    } catch (IOException e) {
      throw malformed(name);
    }
    if (!object.isObject()) {
      throw malformed(name);
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!field.getValue().isValueNode()) {
        throw malformed(name);
      }
      pairs.put(field.getKey(), field.getValue().asText());
    }
    return checked(name, pairs);
  }

  private static BadParameterException malformed(String name) {
    return new BadParameterException(
        name, "malformed '%s' parameter, expecting a JSON object of strings".formatted(name));
  }

  static boolean bool(String name, @Nullable String text) {
    return switch (text == null ? "false" : text) {
      case "true", "True", "TRUE", "t", "T", "1" -> true;
      case "false", "False", "FALSE", "f", "F", "0" -> false;
      default ->
          throw new BadParameterException(
              name, "unable to parse param '%s': neither true nor false".formatted(name));
    };
  }

  static List<TraceId> traceIds(List<String> texts, int max) {
    if (texts.size() > max) {
      throw new BadParameterException(
          "traceID", texts.size() + " trace ids, allowed are " + max, max);
    }
    return texts.stream().map(JaegerParameters::traceId).distinct().toList();
  }

  /// 1 to 32 hexadecimal digits, or 16 bytes in base64.
  static TraceId traceId(String text) {
    try {
      return TraceId.parse(text);
    } catch (IllegalArgumentException hexProblem) {
      try {
        byte[] bytes = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        TraceId id =
            bytes.length == TRACE_ID_BYTES ? new TraceId(halves.getLong(), halves.getLong()) : null;
        if (id != null && id.isValid()) {
          return id;
        }
      } catch (IllegalArgumentException _) {
        // told below
      }
      throw new BadParameterException("traceID", "invalid trace id: " + hexProblem.getMessage());
    }
  }
}
