package dev.hopwise.server.api.zipkin;

import dev.hopwise.query.SearchQuestion;
import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.server.api.Parameters;
import dev.hopwise.server.api.TagConditions;
import dev.hopwise.server.api.WholeNumber;
import dev.hopwise.store.TimeRange;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.FieldExpression.Scope;
import dev.hopwise.traceql.Intrinsic;
import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.Pipeline;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.Stage;
import dev.hopwise.traceql.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Zipkin's search: as in Zipkin, each condition may hold for another span of the trace, but all of
/// them for spans of the service when one is named.
final class ZipkinQuery {

  static final long LOOKBACK_DEFAULT = Duration.ofDays(1).toMillis();

  private static final int LIMIT_DEFAULT = 10;
  private static final int CONDITIONS_MAX = 32;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long MICROS_MAX = Long.MAX_VALUE / NANOS_PER_MICRO;

  private final Parameters parameters;
  private final List<Stage.SpansetExpression> filters = new ArrayList<>();

  private ZipkinQuery(Parameters parameters) {
    this.parameters = parameters;
  }

  static SearchQuestion of(Parameters parameters, long nowMillis, int limitMax) {
    return new ZipkinQuery(parameters).question(nowMillis, limitMax);
  }

  /// `endTs` and `lookback` in milliseconds, the end included.
  static TimeRange range(Parameters parameters, long nowMillis) {
    long end = WholeNumber.of(parameters, "endTs", nowMillis, 1, WholeNumber.EPOCH_MILLIS_MAX - 1);
    long lookback =
        WholeNumber.of(parameters, "lookback", LOOKBACK_DEFAULT, 1, WholeNumber.LOOKBACK_MAX);
    return new TimeRange((end - lookback) * NANOS_PER_MILLI, (end + 1) * NANOS_PER_MILLI);
  }

  private SearchQuestion question(long nowMillis, int limitMax) {
    name();
    remote();
    durations();
    annotations();
    if (filters.isEmpty()) {
      add(null);
    }
    if (filters.size() > CONDITIONS_MAX) {
      throw new BadParameterException(
          "annotationQuery",
          "annotationQuery has more than " + CONDITIONS_MAX + " conditions",
          CONDITIONS_MAX);
    }
    Stage.SpansetExpression all = filters.stream().reduce(Stage.Both::new).orElseThrow();
    return new SearchQuestion(
        new Query(new Pipeline(List.of(all)), Map.of()),
        range(parameters, nowMillis),
        parameters.integer("limit", LIMIT_DEFAULT, 1, limitMax),
        1,
        null);
  }

  private void name() {
    @Nullable String name = parameters.text("spanName");
    if (name != null && !name.equals("all")) {
      add(TagConditions.equal(Intrinsic.NAME, new Value.Text(name)));
    }
  }

  private void remote() {
    @Nullable String name = parameters.text("remoteServiceName");
    if (name != null) {
      add(remote(name));
    }
  }

  /// The first of the attributes that there is has that value.
  private static FieldExpression remote(String name) {
    @Nullable FieldExpression chain = null;
    for (String key : ZipkinEndpoints.RANKED.reversed()) {
      FieldExpression attribute = new FieldExpression.AttributeOf(Scope.SPAN, key);
      FieldExpression found = TagConditions.equal(attribute, new Value.Text(name));
      chain =
          chain == null
              ? found
              : TagConditions.or(
                  found, TagConditions.and(new FieldExpression.Presence(attribute, false), chain));
    }
    return Objects.requireNonNull(chain, "there are attributes");
  }

  private void durations() {
    @Nullable Long min = micros("minDuration");
    @Nullable Long max = micros("maxDuration");
    if (max != null && min == null) {
      throw new BadParameterException("maxDuration", "maxDuration is only valid with minDuration");
    }
    if (min == null) {
      return;
    }
    FieldExpression condition = duration(Operator.GREATER_OR_EQUAL, min);
    if (max != null) {
      if (max < min) {
        throw new BadParameterException("maxDuration", "maxDuration is less than minDuration");
      }
      condition = TagConditions.and(condition, duration(Operator.LESS_OR_EQUAL, max));
    }
    add(condition);
  }

  private static FieldExpression duration(Operator operator, long micros) {
    return new FieldExpression.Binary(
        operator,
        Intrinsic.DURATION,
        new FieldExpression.Constant(new Value.DurationNanos(micros * NANOS_PER_MICRO)));
  }

  private @Nullable Long micros(String name) {
    @Nullable String text = parameters.text(name);
    return text == null ? null : WholeNumber.of(name, text, 1, MICROS_MAX);
  }

  /// `key and key=value …`.
  private void annotations() {
    @Nullable String text = parameters.text("annotationQuery");
    if (text == null) {
      return;
    }
    for (String term : text.strip().split("\\s+and\\s+", CONDITIONS_MAX + 2)) {
      int equals = term.indexOf('=');
      if (term.isBlank() || equals == 0) {
        throw new BadParameterException("annotationQuery", "annotationQuery has an empty key");
      }
      add(
          equals < 0
              ? TagConditions.present(term)
              : TagConditions.equal(
                  "annotationQuery",
                  term.substring(0, equals).strip(),
                  term.substring(equals + 1).strip()));
    }
  }

  private void add(@Nullable FieldExpression condition) {
    @Nullable String service = parameters.text("serviceName");
    if (service == null || service.equals("all")) {
      filters.add(new Stage.Filter(condition));
      return;
    }
    FieldExpression ofService = TagConditions.service(service);
    filters.add(
        new Stage.Filter(condition == null ? ofService : TagConditions.and(ofService, condition)));
  }
}
