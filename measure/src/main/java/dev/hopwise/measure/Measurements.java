package dev.hopwise.measure;

import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.rollup.RollupRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Counts every accepted span, before anything is sampled away.
///
/// ```
/// observe(batch) ─► sampler ─► store ─► kept(batch)
/// ```
///
/// Counts start at zero with the process, as Prometheus expects of counters. Spans that a restart
/// replays were observed by the process before and are not to be observed again.
///
/// **Weight.** A span that was sampled at its head counts as many times as its trace state says.
///
/// **Threads.** Any; one lock, taken once a batch, so that a snapshot holds whole batches.
public final class Measurements {

  /// As short as a thread can sleep.
  private static final long CUT_PAUSE_NANOS = 20_000;

  private final RedTable red;
  private final ServiceGraph graph;
  private final MeasureCuts cuts = new MeasureCuts();
  private long observedSpans;

  /// Of the batch that is being observed: how many spans each of its spans stands for.
  private long[] weights = new long[512];

  /// The batch that was observed last, as long as nothing else was asked about it.
  private @Nullable SpanBatch observed;

  public Measurements(MeasureLimits limits) {
    this.red = new RedTable(limits);
    this.graph = new ServiceGraph(limits, red.names());
  }

  /// Counts the spans of a batch.
  ///
  /// @param nowEpochNanos when they were received, in nanoseconds since 1970
  public synchronized void observe(SpanBatch batch, long nowEpochNanos) {
    observed = null;
    graph.expire(nowEpochNanos);
    red.begin(batch);
    weigh(batch);
    red.record(batch, weights);
    graph.observe(batch, red.services(), weights, nowEpochNanos);
    observedSpans += batch.count;
    observed = batch;
  }

  private void weigh(SpanBatch batch) {
    if (weights.length < batch.count) {
      weights = new long[batch.spanOffset.length];
    }
    for (int span = 0; span < batch.count; span++) {
      int stateLength = batch.traceStateLength[span];
      weights[span] =
          stateLength == 0
              ? 1
              : AdjustedCount.of(
                  batch.bytes, batch.traceStateOffset[span], stateLength, batch.spanId[span]);
    }
  }

  /// Spans were stored, so that their traces may be pointed to. Cheapest when it is the batch that
  /// was just observed.
  ///
  /// @param nowEpochNanos when, in nanoseconds since 1970
  public synchronized void kept(SpanBatch stored, long nowEpochNanos) {
    red.exemplars(stored, stored == observed, nowEpochNanos);
    observed = null;
  }

  /// Everything as of now, with exemplars whatever the store has given up meanwhile.
  public MeasureSnapshot snapshot(long nowEpochNanos) {
    return snapshot(Published.at(nowEpochNanos));
  }

  /// Everything as of now.
  public synchronized MeasureSnapshot snapshot(Published published) {
    graph.expire(published.nowEpochNanos());
    return new MeasureSnapshot(
        observedSpans,
        red.snapshot(published),
        red.names().folded(),
        graph.snapshot(),
        graph.counts());
  }

  /// What every series counted since the call before, by one thread at a time. The lock is taken
  /// for some series at a time only, so that spans do not wait for all of them: a batch that comes
  /// meanwhile is partly in this cut and partly in the next, and nothing of it is lost or counted
  /// twice.
  public List<RollupRow> cut(long nowEpochNanos) {
    synchronized (this) {
      graph.expire(nowEpochNanos);
    }
    List<RollupRow> rows = new ArrayList<>();
    for (int from = 0; cutSeries(from, rows); from += MeasureCuts.SERIES_AT_ONCE) {
      letOthersIn();
    }
    for (int from = 0; cutEdges(from, rows); from += MeasureCuts.SERIES_AT_ONCE) {
      letOthersIn();
    }
    return rows;
  }

  private synchronized boolean cutSeries(int from, List<RollupRow> rows) {
    return cuts.series(red, from, rows);
  }

  private synchronized boolean cutEdges(int from, List<RollupRow> rows) {
    return cuts.edges(graph.edges(), from, rows);
  }

  /// A lock that is given back and taken again at once is rarely got by who waits for it.
  private static void letOthersIn() {
    LockSupport.parkNanos(CUT_PAUSE_NANOS);
  }

  /// Under which name a service is measured, unless there are too many.
  public static String serviceLabel(String service) {
    byte[] bytes = service.getBytes(StandardCharsets.UTF_8);
    int cut = Utf8.cut(bytes, 0, bytes.length, MeasureLimits.DEFAULT.labelBytesMax());
    return new String(bytes, 0, cut, StandardCharsets.UTF_8);
  }

  /// Under which names a span of that name is measured: as it stands and as a template, which it
  /// gets once its service has more names than stand as they are.
  public static Set<String> spanNameLabels(String spanName) {
    byte[] bytes = spanName.getBytes(StandardCharsets.UTF_8);
    NameTemplate template = new NameTemplate(MeasureLimits.DEFAULT.labelBytesMax());
    template.of(bytes, 0, bytes.length);
    Set<String> labels = new HashSet<>();
    labels.add(serviceLabel(spanName));
    labels.add(new String(template.bytes(), 0, template.length(), StandardCharsets.UTF_8));
    return labels;
  }

  /// The services with more names or series than are measured one by one.
  public synchronized List<FoldedNames> folded() {
    return red.names().folded();
  }

  /// The next published exemplars, one per trace, in turns over all series.
  ///
  /// @param fromSeries 0, or what the call before returned in {@link Round#nextSeries}
  /// @param tracesMax roughly: a series is not torn apart
  public synchronized Round exemplars(int fromSeries, int tracesMax, Published published) {
    Map<TraceId, Exemplar> byTrace = new LinkedHashMap<>();
    int next =
        red.exemplars(
            fromSeries,
            published,
            exemplar -> byTrace.putIfAbsent(exemplar.traceId(), exemplar),
            () -> byTrace.size() >= tracesMax);
    return new Round(List.copyOf(byTrace.values()), next);
  }

  /// Some exemplars, and the series to go on with.
  public record Round(List<Exemplar> exemplars, int nextSeries) {}

  /// Does not publish these traces any more.
  public synchronized void withdraw(Set<TraceId> traces) {
    red.withdraw(traces);
  }

  /// The service graph alone.
  public synchronized List<ServiceEdge> edges(long nowEpochNanos) {
    graph.expire(nowEpochNanos);
    return graph.snapshot();
  }
}
