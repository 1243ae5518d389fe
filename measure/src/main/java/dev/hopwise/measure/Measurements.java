package dev.hopwise.measure;

import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private final RedTable red;
  private final ServiceGraph graph;
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
    for (int span = 0; span < batch.count; span++) {
      graph.observe(batch, span, red.serviceOf(batch, span), weights[span], nowEpochNanos);
    }
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
