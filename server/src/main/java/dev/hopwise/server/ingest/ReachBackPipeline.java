package dev.hopwise.server.ingest;

import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.reachback.Fate;
import dev.hopwise.sample.reachback.ReachBackTarget;
import dev.hopwise.sample.reachback.SpanKey;
import dev.hopwise.sample.window.IncidentWindow;
import dev.hopwise.store.SpanStore;
import dev.hopwise.store.TimeRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The pipeline, the log of decisions and the store, as a reach-back changes them.
final class ReachBackPipeline implements ReachBackTarget {

  private final IngestPipeline pipeline;
  private final DecisionMemory decisions;
  private final SpanStore store;

  ReachBackPipeline(IngestPipeline pipeline, DecisionMemory decisions, SpanStore store) {
    this.pipeline = pipeline;
    this.decisions = decisions;
    this.store = store;
  }

  /// In this order: a trace that is decided in between is found in the log.
  @Override
  public Fate fateOf(TraceId id) {
    if (pipeline.pending(id).isPresent()) {
      return new Fate.Pending();
    }
    Optional<Decision> decided = decisions.find(id);
    return decided.isPresent() ? new Fate.Decided(decided.get()) : new Fate.NeverSeen();
  }

  @Override
  public long promote(IncidentWindow window, double probability, List<TraceId> ids) {
    List<Optional<Decision>> dropped = ids.stream().map(decisions::find).toList();
    try {
      return pipeline.promote(now ->
          java.util.stream.IntStream.range(0, ids.size())
              .mapToObj(i -> promotion(ids.get(i), dropped.get(i), probability, window.id(), now))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be written", e);
    }
  }

  @Override
  public Set<SpanKey> stored(TraceId id) {
    return store
        .findTrace(id, TimeRange.ALL)
        .map(trace ->
            trace.spans().stream()
                .map(span -> new SpanKey(span.startEpochNanos(), span.spanId(), span.kind()))
                .collect(Collectors.toUnmodifiableSet()))
        .orElse(Set.of());
  }

  @Override
  public void kept(SpanBatch batch) {
    pipeline.recall(batch);
  }

  /// What was known of the trace when it was dropped stays known.
  private static Decision promotion(
      TraceId id, Optional<Decision> dropped, double probability, String windowId, long now) {
    return new Decision(
        id,
        true,
        Decision.WINDOW_RULE,
        TRIGGER,
        probability,
        windowId,
        now,
        dropped.map(Decision::rootService).orElse(""),
        dropped.map(Decision::rootName).orElse(""),
        dropped.map(Decision::startEpochNanos).orElse(now),
        dropped.map(Decision::durationNanos).orElse(0L),
        dropped.map(Decision::spanCount).orElse(0),
        dropped.map(Decision::bytes).orElse(0L),
        dropped.map(Decision::errorKinds).orElse(List.of()));
  }
}
