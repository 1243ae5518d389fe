package dev.hopwise.query.metrics;

import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.rollup.SeriesKey;
import dev.hopwise.store.Field;
import dev.hopwise.store.SearchPage;
import dev.hopwise.store.SearchRequest;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.SpanFilter.Comparison;
import dev.hopwise.store.SpanStore;
import dev.hopwise.store.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Finds the stored traces of series.
final class StoredSpans {

  /// Rollups go by the time of receipt, traces by when their spans started: so much earlier a span
  /// of a range may have started, long ones included.
  static final Duration RECEIVED_AFTER_MAX = Duration.ofMinutes(10);

  private static final Duration SEARCH_MAX = Duration.ofSeconds(2);
  private final SpanStore store;
  private final MeasuredNames names;

  StoredSpans(SpanStore store, MeasuredNames names) {
    this.store = store;
    this.names = names;
  }

  /// When spans that were received in a range may have started.
  static TimeRange startsOf(MetricRange range) {
    return new TimeRange(
        Duration.ofSeconds(range.fromEpochSeconds()).minus(RECEIVED_AFTER_MAX).toNanos(),
        Duration.ofSeconds(range.toEpochSeconds()).toNanos());
  }

  /// The newest traces with a span that matches.
  SearchPage search(SpanFilter filter, TimeRange starts, int limit) {
    return store.search(new SearchRequest(filter, starts, limit, null, SEARCH_MAX));
  }

  /// The newest traces of a group of spans; none for what was folded into the overflow name, since
  /// its spans have other names.
  ///
  /// @param values of the labels that were grouped by
  List<TraceId> tracesOf(
      SeriesSelection selection, List<String> values, TimeRange starts, int limit) {
    return pageOf(selection, values, starts, limit).places().stream()
        .map(SearchRequest.Place::traceId)
        .toList();
  }

  /// The same, with whether the search was complete.
  SearchPage pageOf(SeriesSelection selection, List<String> values, TimeRange starts, int limit) {
    List<SpanFilter> all = new ArrayList<>();
    selection.filters().forEach((label, allowed) -> all.add(anyOf(label, allowed)));
    for (int i = 0; i < values.size(); i++) {
      all.add(is(selection.by().get(i), values.get(i)));
    }
    return search(new SpanFilter.And(all), starts, limit);
  }

  private SpanFilter anyOf(Label label, Set<String> allowed) {
    return new SpanFilter.Or(allowed.stream().map(value -> is(label, value)).toList());
  }

  private SpanFilter is(Label label, String value) {
    return switch (label) {
      case SERVICE -> service(value);
      case NAME -> name(value);
      case KIND -> number(Field.Intrinsic.KIND, SpanKind.valueOf(value).number());
      case STATUS -> number(Field.Intrinsic.STATUS, StatusCode.valueOf(value).number());
      case CLIENT, SERVER, TYPE ->
          throw new IllegalArgumentException("no span has the label " + label.text());
    };
  }

  SpanFilter service(String measured) {
    return MeasuredNames.mayStandForOthers(measured)
        ? new SpanFilter.TextMatches(
            Field.Intrinsic.SERVICE, text -> names.service(text).equals(measured))
        : new SpanFilter.TextIs(Field.Intrinsic.SERVICE, Comparison.EQUAL, measured);
  }

  /// A span name as it is measured.
  SpanFilter name(String measured) {
    return MeasuredNames.mayStandForOthers(measured)
        ? new SpanFilter.TextMatches(
            Field.Intrinsic.NAME, text -> names.spanName(text).contains(measured))
        : new SpanFilter.TextIs(Field.Intrinsic.NAME, Comparison.EQUAL, measured);
  }

  /// A span of a service with a name that is not measured under any of these.
  SpanFilter noneOf(String service, Set<String> measured) {
    return new SpanFilter.And(
        List.of(
            service(service),
            new SpanFilter.Not(
                new SpanFilter.TextMatches(
                    Field.Intrinsic.NAME, text -> isMeasured(text, measured)))));
  }

  private boolean isMeasured(String text, Set<String> measured) {
    return names.spanName(text).stream().anyMatch(measured::contains);
  }

  /// The names of a trace's spans of a service that are not measured under any of these.
  List<String> namesOtherThan(TraceId id, String service, Set<String> measured, TimeRange starts) {
    return store.findTrace(id, starts).stream()
        .flatMap(trace -> trace.spans().stream())
        .filter(span -> starts.contains(span.startEpochNanos()))
        .filter(span -> names.service(serviceOf(span)).equals(service))
        .map(Span::name)
        .filter(name -> !isMeasured(name, measured))
        .distinct()
        .toList();
  }

  private static String serviceOf(Span span) {
    return span.resource().serviceName();
  }

  private static SpanFilter number(Field field, long value) {
    return new SpanFilter.NumberIs(field, Comparison.EQUAL, value);
  }

  /// What was folded, and has no traces of its name.
  static boolean isFolded(List<String> values) {
    return values.contains(SeriesKey.OTHER);
  }
}
