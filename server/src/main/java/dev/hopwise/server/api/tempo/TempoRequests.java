package dev.hopwise.server.api.tempo;

import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.query.SearchQuestion;
import dev.hopwise.query.series.SeriesQuestion;
import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.server.api.Parameters;
import dev.hopwise.store.TimeRange;
import dev.hopwise.traceql.MetricsQuery;
import dev.hopwise.traceql.TraceQl;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The requests of `tempopb.StreamingQuerier`, of which only numbers, texts and one map are read:
///
/// ```
/// SearchRequest          Tags=1 map<string, string> MinDurationMs=2 MaxDurationMs=3 Limit=4
///                        start=5 end=6 Query=8 SpansPerSpanSet=9
/// SearchTagsRequest      scope=1 query=2 start=3 end=4 maxTagsPerScope=5
/// SearchTagValuesRequest tagName=1 query=2 start=4 end=5 maxTagValues=6
/// QueryRangeRequest      query=1 start=2 end=3 step=4 exemplars=16 maxSeries=17, in nanoseconds
/// QueryInstantRequest    query=1 start=2 end=3
/// ```
final class TempoRequests {

  private static final long MILLI_NANOS = 1_000_000L;
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long HOUR_NANOS = 3_600 * SECOND_NANOS;

  /// Ten digits: more are nanoseconds.
  private static final long SECONDS_BELOW = 9_000_000_000L;

  private static final int TAGS_MAX = 64;

  private final Map<Integer, String> texts = new HashMap<>();
  private final Map<Integer, Long> numbers = new HashMap<>();
  private final Map<String, String> tags = new LinkedHashMap<>();

  private TempoRequests() {}

  /// @param mapField the field that is a map of texts, or 0
  private static TempoRequests read(byte[] message, int mapField) {
    TempoRequests request = new TempoRequests();
    ProtoReader reader = new ProtoReader().reset(message, 0);
    while (reader.position() < message.length) {
      int tag = reader.tag(message.length);
      int field = tag >>> 3;
      switch (tag & 7) {
        case ProtoReader.VARINT -> request.numbers.put(field, reader.varint(message.length));
        case ProtoReader.LENGTH_DELIMITED -> {
          if (field == mapField) {
            request.entry(reader, message.length);
          } else {
            request.texts.put(field, reader.text(message.length));
          }
        }
        default -> reader.skip(message.length);
      }
    }
    return request;
  }

  private void entry(ProtoReader reader, int end) {
    int length = reader.length(end);
    int entryEnd = reader.position() + length;
    String key = "";
    String value = "";
    while (reader.position() < entryEnd) {
      switch (reader.tag(entryEnd)) {
        case 1 << 3 | ProtoReader.LENGTH_DELIMITED -> key = reader.text(entryEnd);
        case 2 << 3 | ProtoReader.LENGTH_DELIMITED -> value = reader.text(entryEnd);
        default -> reader.skip(entryEnd);
      }
    }
    tags.put(key, value);
    if (tags.size() > TAGS_MAX) {
      throw new BadParameterException("Tags", "more than " + TAGS_MAX + " tags", TAGS_MAX);
    }
  }

  static SearchQuestion search(byte[] message) {
    TempoRequests request = read(message, 1);
    return new SearchQuestion(
        TempoQuery.of(request.text(8), request.tags, request.millis(2), request.millis(3)),
        request.range(5, 6),
        request.number("Limit", 4, TempoParameters.LIMIT_DEFAULT, TempoParameters.LIMIT_MAX),
        request.number(
            "SpansPerSpanSet", 9, SearchQuestion.SPANS_PER_TRACE_DEFAULT, Integer.MAX_VALUE),
        null);
  }

  /// Names or values to complete.
  ///
  /// @param subject a scope, `none` for all, or a tag
  record Listing(String subject, @Nullable String query, TimeRange range, int limit) {}

  static Listing tags(byte[] message) {
    TempoRequests request = read(message, 0);
    @Nullable String scope = request.text(1);
    return new Listing(
        scope == null ? "none" : scope,
        request.text(2),
        request.range(3, 4),
        request.number("maxTagsPerScope", 5, Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  static Listing tagValues(byte[] message) {
    TempoRequests request = read(message, 0);
    @Nullable String tag = request.text(1);
    if (tag == null) {
      throw new BadParameterException("tagName", "tagName is missing");
    }
    return new Listing(
        tag,
        request.text(2),
        request.range(4, 5),
        request.number("maxTagValues", 6, Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  static SeriesQuestion range(byte[] message, Instant now) {
    TempoRequests request = read(message, 0);
    TimeRange range = request.nanos(now);
    MetricsQuery query = request.metricsQuery();
    return new SeriesQuestion(
        query,
        SeriesQuestion.range(
            range.fromEpochNanos(), range.toEpochNanos(), request.numbers.getOrDefault(4, 0L)),
        request.seriesMax(),
        SeriesQuestion.exemplars(query, (int) Math.min(request.uint32(16), Integer.MAX_VALUE)));
  }

  static SeriesQuestion instant(byte[] message, Instant now) {
    TempoRequests request = read(message, 0);
    TimeRange range = request.nanos(now);
    return new SeriesQuestion(
        request.metricsQuery(),
        SeriesQuestion.instant(range.fromEpochNanos(), range.toEpochNanos()),
        SeriesQuestion.SERIES_MAX,
        0);
  }

  private MetricsQuery metricsQuery() {
    @Nullable String query = text(1);
    if (query == null) {
      throw new BadParameterException("query", "query is missing");
    }
    return TraceQl.parseMetrics(query);
  }

  private int seriesMax() {
    long asked = uint32(17);
    return asked == 0
        ? SeriesQuestion.SERIES_MAX
        : (int) Math.min(asked, SeriesQuestion.SERIES_MAX);
  }

  /// Without an end until now, without a start the hour before.
  private TimeRange nanos(Instant now) {
    long end = time(3, Parameters.nanos(now));
    long start = time(2, end - HOUR_NANOS);
    if (start >= end) {
      throw new BadParameterException(
          "start", "start must be before end. received start=%d end=%d".formatted(start, end));
    }
    return new TimeRange(start, end);
  }

  /// Small numbers are seconds, as in URLs.
  private long time(int field, long fallback) {
    long time = numbers.getOrDefault(field, 0L);
    if (time < 0) {
      throw new BadParameterException("start", "times end in 2262");
    }
    if (time == 0) {
      return fallback;
    }
    return time < SECONDS_BELOW ? time * SECOND_NANOS : time;
  }

  private @Nullable String text(int field) {
    @Nullable String text = texts.get(field);
    return text == null || text.isEmpty() ? null : text;
  }

  private @Nullable Long millis(int field) {
    long millis = uint32(field);
    return millis == 0 ? null : millis * MILLI_NANOS;
  }

  /// 0 and absent cannot be told apart: both are the default.
  private int number(String name, int field, int fallback, int max) {
    long number = uint32(field);
    if (number > max) {
      throw new BadParameterException(name, name + " is " + number + ", above " + max, max);
    }
    return number == 0 ? fallback : (int) number;
  }

  private TimeRange range(int start, int end) {
    return TempoParameters.range(uint32(start), uint32(end));
  }

  private long uint32(int field) {
    return numbers.getOrDefault(field, 0L) & 0xFFFF_FFFFL;
  }
}
