package dev.hopwise.server.api.tempo;

import dev.hopwise.query.SearchQuestion;
import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.server.api.Parameters;
import dev.hopwise.store.TimeRange;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Stage;
import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.TraceQlException;
import dev.hopwise.traceql.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tempo's parameters in a URL.
final class TempoParameters {

  static final int LIMIT_DEFAULT = 20;
  static final int LIMIT_MAX = 262_144;
  private static final long SECONDS_MAX = 0xFFFF_FFFFL;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private TempoParameters() {}

  static SearchQuestion search(Parameters parameters) {
    String tags = parameters.text("tags");
    return new SearchQuestion(
        TempoQuery.of(
            parameters.text("q"),
            tags == null ? Map.of() : Logfmt.parse(tags),
            duration(parameters, "minDuration"),
            duration(parameters, "maxDuration")),
        range(parameters),
        parameters.integer("limit", LIMIT_DEFAULT, 1, LIMIT_MAX),
        parameters.integer("spss", SearchQuestion.SPANS_PER_TRACE_DEFAULT, 0, Integer.MAX_VALUE),
        null);
  }

  /// `start` and `end` in seconds, 0 for open; without them all there is.
  static TimeRange range(Parameters parameters) {
    return range(seconds(parameters, "start"), seconds(parameters, "end"));
  }

  /// The same for numbers, 0 for open.
  static TimeRange range(long start, long end) {
    if (end != 0 && start >= end) {
      throw new BadParameterException(
          "start",
          "http parameter start must be before end. received start=%d end=%d"
              .formatted(start, end));
    }
    return new TimeRange(start * SECOND_NANOS, end == 0 ? Long.MAX_VALUE : end * SECOND_NANOS);
  }

  static TimeRange hint(Parameters parameters) {
    TimeRange range = range(parameters);
    return parameters.text("start") == null || parameters.text("end") == null
        ? TimeRange.ALL
        : range;
  }

  private static long seconds(Parameters parameters, String name) {
    String text = parameters.text(name);
    if (text == null) {
      return 0;
    }
    try {
      long seconds = Long.parseLong(text);
      if (seconds >= 0 && seconds <= SECONDS_MAX) {
        return seconds;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new BadParameterException(name, "invalid " + name + ": not unix seconds", SECONDS_MAX);
  }

  private static @Nullable Long duration(Parameters parameters, String name) {
    String text = parameters.text(name);
    if (text == null) {
      return null;
    }
    try {
      if (TraceQl.parse("{ traceDuration = " + text + " }").pipeline().stages().getFirst()
              instanceof Stage.Filter(FieldExpression.Binary(_, _, var right))
          && right instanceof FieldExpression.Constant(Value.DurationNanos(long nanos))) {
        return nanos;
      }
    } catch (TraceQlException _) {
      // told below
    }
    throw new BadParameterException(name, "invalid " + name + ": no duration such as 1.5s");
  }
}
