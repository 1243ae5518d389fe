package dev.hopwise.server.exemplar;

import dev.hopwise.measure.Exemplar;
import dev.hopwise.measure.Measurements;
import dev.hopwise.measure.Published;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.StoredTrace;
import dev.hopwise.store.TimeRange;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks published exemplars up in the store, some at a time and all in turns, and withdraws those
/// that lead nowhere.
///
/// Only what the store was given becomes an exemplar, and one that is older than all that the store
/// has is not published. What may remain is a trace whose files retention gave up, or lost, while
/// older ones stayed.
public final class ExemplarAudit implements AutoCloseable {

  /// In one round.
  static final int TRACES_MAX = 32;

  /// A round looks at nothing more after this long.
  private static final long ROUND_NANOS_MAX = 250_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(ExemplarAudit.class);

  private final Measurements measurements;
  private final Supplier<Published> published;
  private final Lookup store;
  private final LongSupplier clockNanos;
  private final ReentrantLock round = new ReentrantLock();
  private final Map<DeadReason, Long> dead = new EnumMap<>(DeadReason.class);
  private long checked;
  private long failed;
  private int nextSeries;
  private boolean closed;

  /// Where traces are looked up, as in a store.
  @FunctionalInterface
  public interface Lookup {
    Optional<StoredTrace> find(TraceId id, TimeRange hint);
  }

  /// @param published what is published at this moment
  /// @param clockNanos for durations, as System::nanoTime
  public ExemplarAudit(
      Measurements measurements,
      Supplier<Published> published,
      Lookup store,
      LongSupplier clockNanos) {
    this.measurements = measurements;
    this.published = published;
    this.store = store;
    this.clockNanos = clockNanos;
  }

  /// One round, unless one is under way. May wait for the disk.
  public void run() {
    if (!round.tryLock()) {
      return;
    }
    try {
      if (!closed) {
        check();
      }
    } finally {
      round.unlock();
    }
  }

  /// What was found so far.
  public synchronized AuditCounts counts() {
    return new AuditCounts(checked, dead, failed);
  }

  /// Waits for the round that is under way; there is no other.
  @Override
  public void close() {
    round.lock();
    try {
      closed = true;
    } finally {
      round.unlock();
    }
  }

  private void check() {
    Measurements.Round some = measurements.exemplars(nextSeries, TRACES_MAX, published.get());
    nextSeries = some.nextSeries();
    long deadlineNanos = clockNanos.getAsLong() + ROUND_NANOS_MAX;
    Set<TraceId> withdrawn = new HashSet<>();
    for (Exemplar exemplar : some.exemplars()) {
      if (clockNanos.getAsLong() - deadlineNanos > 0) {
        break;
      }
      checked(exemplar).ifPresent(_ -> withdrawn.add(exemplar.traceId()));
    }
    if (!withdrawn.isEmpty()) {
      measurements.withdraw(withdrawn);
      LOG.info("withdrew exemplars of traces that are not stored any more: {}", withdrawn.size());
    }
  }

  private Optional<DeadReason> checked(Exemplar exemplar) {
    try {
      Optional<DeadReason> fault = faultOf(exemplar);
      count(fault);
      return fault;
    } catch (RuntimeException e) {
      LOG.warn("exemplar not looked up trace={}", exemplar.traceId().hex(), e);
      countFailure();
      return Optional.empty();
    }
  }

  /// First only where the exemplar's own span must be.
  private Optional<DeadReason> faultOf(Exemplar exemplar) {
    long start = exemplar.startEpochNanos();
    boolean isThere =
        store.find(exemplar.traceId(), new TimeRange(start, start + 1)).stream()
            .flatMap(trace -> trace.spans().stream())
            .anyMatch(span -> span.spanId() == exemplar.spanId());
    if (isThere) {
      return Optional.empty();
    }
    return Optional.of(
        store.find(exemplar.traceId(), TimeRange.ALL).isPresent()
            ? DeadReason.SPAN_MISSING
            : DeadReason.TRACE_MISSING);
  }

  private synchronized void count(Optional<DeadReason> fault) {
    checked++;
    fault.ifPresent(reason -> dead.merge(reason, 1L, Long::sum));
  }

  private synchronized void countFailure() {
    failed++;
  }
}
