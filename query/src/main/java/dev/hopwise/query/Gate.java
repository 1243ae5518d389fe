package dev.hopwise.query;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lets a limited number of queries in at a time.
public final class Gate {

  private final QueryLimits limits;
  private final Semaphore places;

  public Gate(QueryLimits limits) {
    this.limits = limits;
    places = new Semaphore(limits.concurrentMax(), true);
  }

  /// Runs a query when it is its turn.
  ///
  /// @throws QueryRefusedException.TooManyQueries when that takes too long
  public <T> T run(Supplier<T> query) {
    enter();
    try {
      return query.get();
    } finally {
      places.release();
    }
  }

  private void enter() {
    try {
      if (!places.tryAcquire(limits.queueWait().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new QueryRefusedException.TooManyQueries(limits.concurrentMax());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new QueryRefusedException.Cancelled();
    }
  }
}
