package dev.hopwise.query.metrics;

import dev.hopwise.model.TraceId;
import dev.hopwise.model.rollup.SeriesKey;
import dev.hopwise.query.Gate;
import dev.hopwise.query.QueryLimits;
import dev.hopwise.query.metrics.GapsAnswer.Traceless;
import dev.hopwise.query.metrics.GapsAnswer.Unmeasured;
import dev.hopwise.store.Field;
import dev.hopwise.store.SearchPage;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.SpanStore;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.ValuesRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;

/// Looks for services and span names that have traces but no series, and series without a trace.
///
/// Asks the store's index, one small search for each service and each series, and never reads all
/// traces: a store prunes by service and name.
public final class CorrelationGaps {

  /// What started later may not have been received, or not be in the rollups yet.
  private static final Duration UNSETTLED = Duration.ofSeconds(30);

  /// More are not told.
  private static final int GAPS_MAX = 100;

  /// Of one service, so that one with ids in its names does not hide the others.
  private static final int GAPS_PER_SERVICE_MAX = 10;

  private static final int SERVICES_MAX = 1_000;
  private static final int TRACES_COUNTED_MAX = 100;
  private static final int SERIES_CHECKED_MAX = 1_000;
  private static final Duration TIME_MAX = Duration.ofSeconds(10);

  private final MetricQueries metrics;
  private final SpanStore store;
  private final StoredSpans spans;
  private final MeasuredNames names;
  private final Gate gate;
  private final InstantSource clock;

  public CorrelationGaps(
      MetricQueries metrics,
      SpanStore store,
      MeasuredNames names,
      QueryLimits limits,
      InstantSource clock) {
    this.metrics = metrics;
    this.store = store;
    this.spans = new StoredSpans(store, names);
    this.names = names;
    this.gate = new Gate(limits);
    this.clock = clock;
  }

  /// Compares what was received in a range with the traces of it.
  public GapsAnswer in(MetricRange range) {
    SeriesSelection all = SeriesSelection.spansBy(Label.SERVICE, Label.NAME);
    MetricAnswer measured = metrics.totals(all, range, Integer.MAX_VALUE);
    // What started in the range may have been received after it.
    MetricRange after =
        MetricRange.whole(
            range.toEpochSeconds(),
            range.toEpochSeconds() + StoredSpans.RECEIVED_AFTER_MAX.toSeconds(),
            range.resolution());
    MetricAnswer later = metrics.totals(all, after, Integer.MAX_VALUE);
    return gate.run(() -> new Run(measured, later).answer());
  }

  /// One comparison.
  private final class Run {
    final MetricAnswer measured;
    final TimeRange settled;
    final TimeRange starts;
    final double covered;
    final Map<String, Set<String>> namesByService = new TreeMap<>();
    final List<Unmeasured> unmeasured = new ArrayList<>();
    final List<Traceless> traceless = new ArrayList<>();
    final long until = System.nanoTime() + TIME_MAX.toNanos();
    boolean truncated;
    int unchecked;

    Run(MetricAnswer measured, MetricAnswer later) {
      this.measured = measured;
      MetricRange range = measured.range();
      long settled = clock.instant().minus(UNSETTLED).getEpochSecond();
      this.settled =
          new TimeRange(
              Duration.ofSeconds(range.fromEpochSeconds()).toNanos(),
              Duration.ofSeconds(
                      Math.clamp(settled, range.fromEpochSeconds(), range.toEpochSeconds()))
                  .toNanos());
      this.starts = StoredSpans.startsOf(range);
      this.covered = Math.min(1, measured.coveredMillisTotal() / (range.stepSeconds() * 1_000.0));
      measured.groups().forEach(this::addNames);
      later.groups().forEach(this::addNames);
    }

    private void addNames(MetricAnswer.Group group) {
      namesByService
          .computeIfAbsent(group.values().get(0), _ -> new HashSet<>())
          .add(group.values().get(1));
    }

    GapsAnswer answer() {
      services().forEach(this::lookForUnmeasured);
      checkSeries();
      traceless.sort(Comparator.comparingLong(gap -> -gap.count()));
      return new GapsAnswer(measured.range(), covered, unmeasured, traceless, unchecked, truncated);
    }

    /// Those with stored spans, and perhaps some more, under their measured names.
    private Set<String> services() {
      var values =
          store.values(
              new ValuesRequest(
                  new ValuesRequest.Kind.ValuesOf(Field.Intrinsic.SERVICE),
                  SpanFilter.ALL,
                  settled,
                  SERVICES_MAX));
      truncated |= values.truncated();
      Set<String> services = new TreeSet<>();
      values.texts().forEach(text -> services.add(names.service(text)));
      return services;
    }

    /// Asks for a span with a name that is not known again and again, until there is none.
    private void lookForUnmeasured(String service) {
      Set<String> known = new HashSet<>(namesByService.getOrDefault(service, Set.of()));
      for (int found = 0; found < GAPS_PER_SERVICE_MAX; found++) {
        if (unmeasured.size() >= GAPS_MAX || isOver()) {
          truncated = true;
          return;
        }
        SearchPage page = spans.search(spans.noneOf(service, known), settled, 1);
        if (page.places().isEmpty()) {
          truncated |= page.partial();
          return;
        }
        TraceId trace = page.places().getFirst().traceId();
        List<String> others = spans.namesOtherThan(trace, service, known, settled);
        if (others.isEmpty()) {
          return; // retention took it between the two questions
        }
        addUnmeasured(service, others.getFirst(), trace);
        known.addAll(names.spanName(others.getFirst()));
      }
      truncated = true;
    }

    private void addUnmeasured(String service, String spanName, TraceId example) {
      SpanFilter both =
          new SpanFilter.And(
              List.of(
                  spans.service(service),
                  new SpanFilter.TextIs(
                      Field.Intrinsic.NAME, SpanFilter.Comparison.EQUAL, spanName)));
      SearchPage page = spans.search(both, settled, TRACES_COUNTED_MAX);
      unmeasured.add(
          new Unmeasured(
              service,
              spanName,
              page.places().size(),
              page.more(),
              example,
              unmeasuredBecause(service)));
    }

    private String unmeasuredBecause(String service) {
      Set<String> known = namesByService.get(service);
      if (known != null && known.contains(SeriesKey.OTHER)) {
        return "measured under the name (other): the service has more span names than are measured"
            + " one by one";
      }
      if (known == null && namesByService.containsKey(SeriesKey.OTHER)) {
        return "measured under the service (other), or received at another time: there are more"
            + " services than are measured one by one";
      }
      return covered < 1
          ? "not received while something was measured, which was %.0f %% of the range: they came before or after it"
              .formatted(Math.floor(covered * 100))
          : "received outside of the range: sent late, or imported";
    }

    /// The rarest first: those are likeliest without a trace.
    private void checkSeries() {
      List<MetricAnswer.Group> groups = measured.groups().reversed();
      int checked = 0;
      for (MetricAnswer.Group group : groups) {
        if (StoredSpans.isFolded(group.values())) {
          continue; // its spans have other names
        }
        if (checked == SERIES_CHECKED_MAX || isOver() || traceless.size() == GAPS_MAX) {
          unchecked++;
          truncated = true;
          continue;
        }
        checked++;
        check(group);
      }
    }

    private void check(MetricAnswer.Group group) {
      SearchPage page = spans.pageOf(measured.selection(), group.values(), starts, 1);
      if (page.places().isEmpty() && page.partial()) {
        unchecked++;
      } else if (page.places().isEmpty()) {
        traceless.add(
            new Traceless(
                group.values().get(0),
                group.values().get(1),
                group.totals().count(),
                group.totals().errors(),
                tracelessBecause()));
      }
    }

    private String tracelessBecause() {
      long oldest = store.status().oldestEpochNanos();
      return oldest == 0 || oldest >= starts.toEpochNanos()
          ? "no trace of the range is stored: all were dropped, or removed by retention"
          : "sampling kept no trace with it, or its traces are not decided yet";
    }

    private boolean isOver() {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("the comparison was interrupted");
      }
      return System.nanoTime() - until > 0;
    }
  }
}
