package dev.hopwise.sample.trial;

import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.DecisionEngine;
import dev.hopwise.sample.EngineLimits;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.WindowMatcher;
import dev.hopwise.sample.buffer.TraceSampler;
import java.util.Optional;
import java.util.Set;

/// One policy of a trial: the stages of the running server, without what they are written to.
///
/// A trace counts when it is decided within the range, so that one that is under way at its end is
/// left out, as one that was under way at its start is not.
///
/// Not thread-safe.
final class TrialRun {

  /// Triggers of decisions on traces that had been dropped before.
  private static final Set<String> AFTER_DROP = Set.of("late", "promoted");

  /// About 10 MB when all are full.
  private static final EngineLimits LIMITS = new EngineLimits(4_096, 8_192, 32_768);

  private static final int DECISIONS_REMEMBERED = 1 << 17;
  private static final int DROPS_REMEMBERED = 1 << 14;

  /// As often as the server looks for what is due.
  private static final long TICK_NANOS = 100_000_000;

  private final Policy policy;
  private final DecisionEngine engine;
  private final TraceSampler sampler;
  private final RecentDrops drops = new RecentDrops(DROPS_REMEMBERED);
  private final TrialCounts counts = new TrialCounts();
  private final Coverage coverage = new Coverage();
  private final long fromEpochNanos;
  private final long idleNanos;
  private long nowEpochNanos;

  TrialRun(Policy policy, TrialSettings settings) {
    this.policy = policy;
    engine = new DecisionEngine(policy, WindowMatcher.NONE, LIMITS, settings.share());
    long start = settings.startEpochNanos();
    sampler =
        new TraceSampler(
            engine,
            settings.buffer(),
            DECISIONS_REMEMBERED,
            id -> earlier(id, settings),
            settings.startEpochNanos());
    nowEpochNanos = sampler.advance(start);
    fromEpochNanos = settings.fromEpochNanos();
    idleNanos = 2 * (settings.buffer().timeoutNanos() + TICK_NANOS);
  }

  private Optional<Decision> earlier(TraceId id, TrialSettings settings) {
    Optional<Decision> dropped = drops.find(id);
    return dropped.isPresent()
        ? dropped
        : settings
            .before()
            .find(id)
            .filter(decision -> decision.decidedEpochNanos() < settings.startEpochNanos());
  }

  Policy policy() {
    return policy;
  }

  TrialCounts counts() {
    return counts;
  }

  Coverage coverage() {
    return coverage;
  }

  void learn(Decision decision) {
    engine.learn(decision);
  }

  /// Takes the spans of a request at its time.
  void offer(SpanBatch batch, long epochNanos) {
    advance(epochNanos);
    if (batch.count == 0) {
      return;
    }
    if (!sampler.fits(batch)) {
      passOversized(batch);
      return;
    }
    while (!sampler.makeRoom(batch)) {
      settle();
    }
    sampler.offer(batch, 0);
    if (countsNow()) {
      late(sampler.lateKept(), sampler.lateDropped());
    }
    decideDue();
  }

  /// Lets time pass; what becomes due is decided at its time.
  void advance(long epochNanos) {
    if (epochNanos - nowEpochNanos > 2 * idleNanos) {
      tickUntil(nowEpochNanos + idleNanos); // nothing waits longer
      nowEpochNanos = sampler.advance(epochNanos - idleNanos);
    }
    tickUntil(epochNanos);
    nowEpochNanos = sampler.advance(Math.max(nowEpochNanos, epochNanos));
  }

  private void tickUntil(long epochNanos) {
    while (nowEpochNanos + TICK_NANOS <= epochNanos) {
      nowEpochNanos = sampler.advance(nowEpochNanos + TICK_NANOS);
      decideDue();
    }
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
      Optional<Decision> before =
          AFTER_DROP.contains(decision.trigger())
              ? drops.find(decision.traceId())
              : Optional.empty();
      if (countsNow()) {
        counts.decided(decision, before.map(Decision::spanCount).orElse(0));
        coverage.decided(decision);
      }
      if (!decision.keep()) {
        drops.add(decision);
      }
    }
    SpanBatch kept = sampler.settle().kept();
    if (countsNow()) {
      coverage.kept(kept);
    }
  }

  private void late(SpanBatch kept, long dropped) {
    counts.late(kept, dropped);
    coverage.kept(kept);
  }

  private void passOversized(SpanBatch batch) {
    sampler.passes(batch);
    if (countsNow()) {
      late(batch, 0);
    }
  }

  private boolean countsNow() {
    return nowEpochNanos >= fromEpochNanos;
  }
}
