package dev.hopwise.server.api.jaeger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.server.api.Parameters;
import dev.hopwise.server.api.WholeNumber;
import dev.hopwise.store.TimeRange;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The parameters of version 3: of a URL, in camel case or with underscores, or of the same request
/// as a JSON body.
final class V3Parameters {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int TIME_LENGTH_MAX = 40;

  private final Function<String, @Nullable String> texts;

  private V3Parameters(Function<String, @Nullable String> texts) {
    this.texts = texts;
  }

  static V3Parameters of(Parameters parameters) {
    return new V3Parameters(parameters::text);
  }

  /// @param body a `FindTracesRequest`: `{"query":{"serviceName":…}}`
  static V3Parameters of(byte[] body) {
    JsonNode query;
    try {
      query = MAPPER.readTree(body).path("query");
    } catch (IOException e) {
      throw new BadParameterException("body", "the body is no JSON");
    }
    return new V3Parameters(name -> {
      JsonNode value = query.path(name.substring("query.".length()));
      return value.isMissingNode()
              || value.isNull()
              || (value.isTextual() && value.asText().isEmpty())
          ? null
          : value.isValueNode() ? value.asText() : value.toString();
    });
  }

  /// What `/api/v3/traces` asks for.
  JaegerQuery search(int limitMax) {
    if (text("query.filter") != null) {
      throw new BadParameterException("query.filter", "query.filter is not supported");
    }
    @Nullable Long min = duration("query.durationMin");
    @Nullable Long max = duration("query.durationMax");
    JaegerParameters.checkDurations(min, max, "query.durationMax", "query.durationMin");
    return new JaegerQuery(
        text("query.serviceName"),
        text("query.operationName"),
        "query.attributes",
        attributes(),
        min,
        max,
        range("query.startTimeMin", "query.startTimeMax"),
        limit(limitMax),
        bool("query.rawTraces"));
  }

  private Map<String, String> attributes() {
    @Nullable String text = text("query.attributes");
    return text == null ? Map.of() : JaegerParameters.object("query.attributes", text);
  }

  private int limit(int max) {
    @Nullable String text = text("query.searchDepth");
    if (text == null) {
      text = texts.apply("query.num_traces");
    }
    return text == null
        ? JaegerParameters.LIMIT_DEFAULT
        : (int) WholeNumber.of("query.searchDepth", text, 1, max);
  }

  /// Both ends, which have to be there.
  TimeRange range(String fromName, String toName) {
    long from = time(fromName);
    long to = time(toName);
    if (from >= to) {
      throw new BadParameterException(fromName, fromName + " must be before " + toName);
    }
    return new TimeRange(from, to);
  }

  /// When a trace may have been, where both ends are given.
  TimeRange hint() {
    return text("startTime") == null || text("endTime") == null
        ? TimeRange.ALL
        : range("startTime", "endTime");
  }

  boolean bool(String name) {
    return JaegerParameters.bool(name, text(name));
  }

  private @Nullable Long duration(String name) {
    @Nullable String text = text(name);
    return text == null ? null : GoDuration.nanos(name, text);
  }

  /// RFC 3339. A plus that nobody escaped arrives as a space.
  private long time(String name) {
    @Nullable String text = text(name);
    if (text == null) {
      throw new BadParameterException(name, name + " is required");
    }
    try {
      if (text.length() <= TIME_LENGTH_MAX) {
        Instant time = OffsetDateTime.parse(text.strip().replace(' ', '+')).toInstant();
        return Parameters.nanos(time);
      }
    } catch (DateTimeParseException | ArithmeticException _) {
      // told below
    }
    throw new BadParameterException(name, "malformed parameter " + name + ": no RFC 3339 time");
  }

  /// By its name in camel case, or else with underscores.
  @Nullable String text(String name) {
    @Nullable String text = texts.apply(name);
    return text == null
        ? texts.apply(name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
        : text;
  }
}
