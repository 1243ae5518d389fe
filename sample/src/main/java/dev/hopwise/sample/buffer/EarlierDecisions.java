package dev.hopwise.sample.buffer;

import dev.hopwise.model.TraceId;
import dev.hopwise.sample.Decision;
import java.util.Optional;

/// When the log of decisions is worth a look: for traces that may have been decided longer ago than
/// the sampler remembers, or by an earlier process.
final class EarlierDecisions {

  private final DecidedBefore log;
  private final long timeoutNanos;
  private final long startedEpochNanos;

  EarlierDecisions(DecidedBefore log, long timeoutNanos, long startedEpochNanos) {
    this.log = log;
    this.timeoutNanos = timeoutNanos;
    this.startedEpochNanos = startedEpochNanos;
  }

  /// A trace whose span began longer ago than one may wait may have been decided without it; so may
  /// one that began before this process.
  boolean mayKnow(long spanStartEpochNanos, long nowEpochNanos) {
    return spanStartEpochNanos < nowEpochNanos - timeoutNanos
        || spanStartEpochNanos < startedEpochNanos;
  }

  /// A decision that was made by now: while a journal is replayed the log knows the future.
  Optional<Decision> find(TraceId id, long nowEpochNanos) {
    return log.find(id).filter(decision -> decision.decidedEpochNanos() <= nowEpochNanos);
  }
}
