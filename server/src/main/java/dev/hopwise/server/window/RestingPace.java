package dev.hopwise.server.window;

import dev.hopwise.server.ingest.JournalTraffic;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Works half of the time at most: after each stretch of work it rests as long. So a reach-back
/// takes no more than half a processor, whoever else wants it.
///
/// One thread.
public final class RestingPace implements JournalTraffic.Pace {

  /// Shorter rests cost more than they give.
  private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /// What was no work: waiting for the next window.
  private static final long WORK_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(50);

  private long workingSince = System.nanoTime();

  @Override
  public void rest() {
    long worked = System.nanoTime() - workingSince;
    if (worked >= WORK_NANOS) {
      LockSupport.parkNanos(Math.min(worked, WORK_NANOS_MAX));
      workingSince = System.nanoTime();
    }
  }
}
