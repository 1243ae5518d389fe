package dev.hopwise.sample.reachback;

import dev.hopwise.model.Kept;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.otlp.SpanDecoder;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.window.IncidentWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/// The running pipeline as far as reach-back sees it: what was decided, and a store.
final class Pipeline implements ReachBackTarget {

  final Map<TraceId, Fate> fates = new HashMap<>();
  final Map<TraceId, List<Span>> stored = new HashMap<>();
  final Map<TraceId, Kept> marks = new HashMap<>();
  private final Past past;
  private final long nowEpochNanos;

  /// Whether the process dies before it stores the n-th batch.
  IntPredicate dies = _ -> false;

  private int keptBatches;

  /// What else happens while traces are promoted.
  Runnable meanwhile = () -> {};

  Pipeline(Past past, long nowEpochNanos) {
    this.past = past;
    this.nowEpochNanos = nowEpochNanos;
  }

  @Override
  public Fate fateOf(TraceId id) {
    return fates.getOrDefault(id, new Fate.NeverSeen());
  }

  @Override
  public long promote(IncidentWindow window, double probability, List<TraceId> ids) {
    meanwhile.run();
    for (TraceId id : ids) {
      fates.put(
          id,
          new Fate.Decided(decision(id, true, TRIGGER, probability, window.id(), nowEpochNanos)));
    }
    return past.end();
  }

  @Override
  public Set<SpanKey> stored(TraceId id) {
    Set<SpanKey> keys = new HashSet<>();
    for (Span span : stored.getOrDefault(id, List.of())) {
      keys.add(new SpanKey(span.startEpochNanos(), span.spanId(), span.kind()));
    }
    return keys;
  }

  @Override
  public void kept(SpanBatch batch) {
    if (dies.test(keptBatches++)) {
      throw new IllegalStateException("killed");
    }
    for (int i = 0; i < batch.count; i++) {
      marks.put(batch.traceId(i), batch.kept(i));
    }
    batch.keepCount = 0; // so that the spans compare equal with those that were sent
    new SpanDecoder().decode(batch).forEach(this::store);
  }

  void store(Span span) {
    stored.computeIfAbsent(span.traceId(), _ -> new ArrayList<>()).add(span);
  }

  void dropped(TraceId id, double probability, long decidedEpochNanos) {
    Decision drop = decision(id, false, "quiet", probability, null, decidedEpochNanos);
    fates.put(id, new Fate.Decided(drop));
  }

  static Decision decision(
      TraceId id,
      boolean keep,
      String trigger,
      double probability,
      @org.jspecify.annotations.Nullable String windowId,
      long decidedEpochNanos) {
    return new Decision(
        id,
        keep,
        "baseline",
        trigger,
        probability,
        windowId,
        decidedEpochNanos,
        "shop",
        "GET /",
        decidedEpochNanos,
        1,
        1,
        1,
        List.of());
  }
}
