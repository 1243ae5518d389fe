package dev.hopwise.server.rollup;

import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.model.rollup.RollupRow;
import dev.hopwise.store.rollup.Resolution;
import dev.hopwise.store.rollup.RollupStore;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cuts what was measured on every full ten seconds of the clock and gives it to the store, on a
/// thread of its own: compressing and writing a cut must not delay decisions.
///
/// A cut stands for the time of receipt, in the stretch in which it began. A pause over several
/// stretches is one cut, which says how much time it covers. The increments of a cut that a kill
/// loses are lost; a stop writes them.
public final class RollupTicker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RollupTicker.class);
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long STRETCH_NANOS = Resolution.TEN_SECONDS.seconds() * NANOS_PER_SECOND;

  /// Cuts between two looks for what retention gives up: a minute.
  private static final int CUTS_PER_HOUSEKEEPING = 6;

  private static final long STOP_MAX_SECONDS = 30;

  private final LongFunction<List<RollupRow>> measured;
  private final RollupStore store;
  private final LongSupplier epochNanos;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("rollups").daemon().factory());
  private boolean started;
  private long cutEpochNanos;
  private int cuts;

  /// @param measured what was counted since the call before, given the time
  public RollupTicker(
      LongFunction<List<RollupRow>> measured, RollupStore store, LongSupplier epochNanos) {
    this.measured = measured;
    this.store = store;
    this.epochNanos = epochNanos;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /// Begins: what is counted from now on belongs to the first cut.
  public synchronized void start() {
    started = true;
    cutEpochNanos = epochNanos.getAsLong();
    schedule();
  }

  /// Anew each time, so that cuts stay on the clock's full ten seconds.
  private void schedule() {
    long now = epochNanos.getAsLong();
    long wait = STRETCH_NANOS - Math.floorMod(now, STRETCH_NANOS);
    var _ = thread.schedule(this::tick, wait, TimeUnit.NANOSECONDS);
  }

  private void tick() {
    try {
      cut();
    } finally {
      // Whatever it was: without the next one, nothing would be kept any more.
      if (!thread.isShutdown()) {
        schedule();
      }
    }
  }

  /// Cuts now. Never throws: what could not be written is told, and kept by the store or counted.
  public synchronized void cut() {
    if (!started) {
      return;
    }
    try {
      long now = epochNanos.getAsLong();
      long from = Math.min(cutEpochNanos, now);
      long covered = (now - from) / NANOS_PER_MILLI;
      cutEpochNanos = now;
      store.append(
          new RollupCut(
              Resolution.TEN_SECONDS.floor(Math.floorDiv(from, NANOS_PER_SECOND)),
              covered,
              measured.apply(now)));
      if (++cuts % CUTS_PER_HOUSEKEEPING == 0) {
        store.keepHouse();
      }
    } catch (RuntimeException e) {
      LOG.error("rollups", e);
    }
  }

  /// Writes what was counted since the last cut. The store remains open.
  @Override
  public void close() {
    // Without an interrupt: it would close the file that a cut is written to.
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_MAX_SECONDS, TimeUnit.SECONDS)) {
        LOG.error("a cut of the rollups takes too long; the last one is left out");
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    cut();
    synchronized (this) {
      started = false;
    }
  }
}
