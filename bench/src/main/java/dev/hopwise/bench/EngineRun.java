package dev.hopwise.bench;

import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.DecisionEngine;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.WindowMatcher;
import dev.hopwise.sample.buffer.BufferLimits;
import dev.hopwise.sample.buffer.TraceSampler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The sampling stage as the server runs it, in the time of its traffic.
final class EngineRun {

  /// The server's defaults.
  static final BufferLimits BUFFER =
      new BufferLimits(160L << 20, 50_000, 16L << 20, 2_000_000_000L, 30_000_000_000L);

  private static final long TICK_NANOS = 100_000_000;
  private static final int REMEMBERED = 1 << 17;

  private final DecisionEngine engine;
  private final TraceSampler sampler;
  private final Consumer<Decision> log;
  private final Map<TraceId, Decision> decisions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TraceId, Decision> eldest) {
          return size() > REMEMBERED;
        }
      };
  private long nowEpochNanos;
  private long keptSpans;

  /// @param log is told of every decision
  EngineRun(Policy policy, long startEpochNanos, Consumer<Decision> log) {
    engine = new DecisionEngine(policy, WindowMatcher.NONE);
    sampler = new TraceSampler(engine, BUFFER, REMEMBERED, this::find, startEpochNanos);
    nowEpochNanos = sampler.advance(startEpochNanos);
    this.log = log;
  }

  /// Spans that were kept so far.
  long keptSpans() {
    return keptSpans;
  }

  /// Puts another policy in force, as over the API.
  void swap(Policy next) {
    engine.swap(next);
  }

  void offer(SpanBatch batch, long epochNanos) {
    advance(epochNanos);
    while (!sampler.makeRoom(batch)) {
      settle();
    }
    sampler.offer(batch, 0);
    keptSpans += sampler.lateKept().count;
    decideDue();
  }

  /// Lets time pass.
  void advance(long epochNanos) {
    while (nowEpochNanos + TICK_NANOS <= epochNanos) {
      nowEpochNanos = sampler.advance(nowEpochNanos + TICK_NANOS);
      decideDue();
    }
    nowEpochNanos = sampler.advance(epochNanos);
  }

  private void decideDue() {
    sampler.planDue();
    while (!sampler.planned().isEmpty()) {
      settle();
      sampler.planDue();
    }
  }

  private void settle() {
    for (Decision decision : sampler.planned()) {
      log.accept(decision);
      Decision before = decisions.put(decision.traceId(), decision);
      if (before != null && decision.keep() && !before.keep()) {
        keptSpans += before.spanCount(); // which the server takes from the journal
      }
    }
    keptSpans += sampler.settle().kept().count;
  }

  private Optional<Decision> find(TraceId id) {
    return Optional.ofNullable(decisions.get(id));
  }
}
