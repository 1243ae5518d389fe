package dev.hopwise.server.window;

import dev.hopwise.sample.reachback.PastBatches;
import dev.hopwise.sample.reachback.ReachBack;
import dev.hopwise.sample.reachback.ReachBackCancelledException;
import dev.hopwise.sample.reachback.ReachBackCounts;
import dev.hopwise.sample.reachback.ReachBackLimits;
import dev.hopwise.sample.reachback.ReachBackListener;
import dev.hopwise.sample.reachback.ReachBackTarget;
import dev.hopwise.sample.window.IncidentWindow;
import dev.hopwise.sample.window.ReachBackProgress;
import dev.hopwise.sample.window.WindowBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does the reach-backs of the windows, one after the other, on a thread of its own; {@link
/// RestingPace} leaves the machine to others.
///
/// What it kept comes from records that a restart does not read again, so a reach-back is settled
/// only once the store has committed it; one that is not is done again by the next process.
public final class ReachBackRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReachBackRunner.class);
  private static final long STOP_MILLIS = 5_000;

  private final WindowBook book;
  private final PastBatches past;
  private final ReachBackTarget target;
  private final ReachBackLimits limits;
  private final LongSupplier appliedPosition;
  private final Semaphore work = new Semaphore(0);

  /// By window, the place in the journal at which the store has to have arrived.
  private final Map<String, Long> doneHere = new ConcurrentHashMap<>();

  private final Thread thread;
  private volatile boolean stopping;

  /// @param appliedPosition up to where the store has committed what follows from the journal
  public ReachBackRunner(
      WindowBook book,
      PastBatches past,
      ReachBackTarget target,
      ReachBackLimits limits,
      LongSupplier appliedPosition) {
    this.book = book;
    this.past = past;
    this.target = target;
    this.limits = limits;
    this.appliedPosition = appliedPosition;
    thread = Thread.ofPlatform().daemon().name("reach-back").unstarted(this::run);
  }

  /// Begins with what an earlier process did not finish.
  public void start() {
    thread.start();
    wake();
  }

  /// There may be something to do.
  public void wake() {
    work.release();
  }

  /// Marks what is committed by now. To be called each second.
  public void settle() {
    long applied = doneHere.isEmpty() ? 0 : appliedPosition.getAsLong();
    doneHere.forEach((id, position) -> {
      if (applied >= position) {
        update(id, p -> isDone(p) ? p.safe() : p);
        doneHere.remove(id);
      }
    });
  }

  /// Stops at the next record; the next process goes on.
  @Override
  public void close() {
    stopping = true;
    wake();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!stopping) {
        Optional<IncidentWindow> next = next();
        if (next.isPresent()) {
          reachBack(next.get());
        } else {
          work.acquire();
          work.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<IncidentWindow> next() {
    return book.list().stream()
        .filter(this::isToBeDone)
        .min(Comparator.comparingLong(IncidentWindow::opensEpochNanos));
  }

  private boolean isToBeDone(IncidentWindow window) {
    ReachBackProgress progress = window.reachBack();
    return !doneHere.containsKey(window.id())
        && (progress.isUnfinished() || (isDone(progress) && !progress.settled()));
  }

  private static boolean isDone(ReachBackProgress progress) {
    return progress.state() == ReachBackProgress.State.DONE;
  }

  private void reachBack(IncidentWindow window) {
    long startedNanos = System.nanoTime();
    update(window.id(), p -> p.isUnfinished() || isDone(p) ? p.started() : p);
    try {
      ReachBackCounts counts =
          new ReachBack(window, past, target, limits, new Listener(window.id())).run();
      doneHere.put(window.id(), past.end());
      count(window.id(), counts);
      end(window.id(), ReachBackProgress.State.DONE, "");
      LOG.info(
          "reach-back done window={} matchedTraces={} keptTraces={} keptSpans={} incomplete={} millis={}",
          window.id(),
          counts.matchedTraces(),
          counts.keptTraces(),
          counts.keptSpans(),
          counts.incomplete(),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos));
    } catch (ReachBackCancelledException _) {
      LOG.info("reach-back ended early window={} stopping={}", window.id(), stopping);
    } catch (IOException | UncheckedIOException e) {
      failed(window, "the journal cannot be read or written", e);
    } catch (RuntimeException | Error e) {
      failed(window, "internal error: " + e.getClass().getSimpleName(), e);
    }
  }

  private void failed(IncidentWindow window, String why, Throwable problem) {
    LOG.error("reach-back failed window={}", window.id(), problem);
    end(window.id(), ReachBackProgress.State.FAILED, why);
  }

  /// Unless somebody has cancelled it.
  private void end(String id, ReachBackProgress.State state, String why) {
    update(id, p -> p.state() == ReachBackProgress.State.RUNNING ? p.ended(state, why) : p);
  }

  private boolean count(String id, ReachBackCounts counts) {
    return update(
        id,
        p ->
            p.counted(
                counts.matchedTraces(),
                counts.keptTraces(),
                counts.keptSpans(),
                counts.overBudgetTraces(),
                counts.incomplete()));
  }

  /// Whether it is still running after it.
  private boolean update(String id, UnaryOperator<ReachBackProgress> update) {
    return book.reachBack(id, update)
        .map(window -> window.reachBack().state() == ReachBackProgress.State.RUNNING)
        .orElse(false);
  }

  private final class Listener implements ReachBackListener {
    private final String id;

    Listener(String id) {
      this.id = id;
    }

    @Override
    public boolean goesOn(ReachBackCounts counts) {
      return count(id, counts);
    }

    @Override
    public boolean stopsNow() {
      return stopping;
    }
  }
}
