package dev.hopwise.server.ingest;

import dev.hopwise.model.HeadSampling;
import dev.hopwise.model.KeepMark;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.reachback.PastBatches;
import dev.hopwise.sample.reachback.ReachBackTarget;
import dev.hopwise.sample.reachback.SpanKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches from the journal what had come of traces that were dropped and that a late error keeps
/// after all. What the store has already is left out, so that it may be done again: a restart
/// begins with what was promoted within {@link #REPEATED}, since it cannot know what of it was
/// committed.
///
/// Some are gathered before the journal is read for all of them, on a thread of its own.
public final class PromotedRecall implements PromotedTraces, AutoCloseable {

  /// Longer than recalled spans wait in memory for their file, by default.
  public static final Duration REPEATED = Duration.ofMinutes(15);

  private static final Logger LOG = LoggerFactory.getLogger(PromotedRecall.class);
  private static final Duration GATHERED = Duration.ofSeconds(1);

  /// More wait for the next reading of the journal.
  private static final int TRACES_MAX = 4_096;

  /// Further ones are given up: their late errors are stored, what came before is not.
  private static final int WAITING_MAX = 1 << 16;

  /// A trace's first span arrived no longer before the start that its sender's clock told.
  private static final Duration CLOCKS_APART = Duration.ofSeconds(10);

  private static final long STOP_MILLIS = 5_000;

  private final PastBatches past;
  private final ReachBackTarget target;
  private final LinkedBlockingQueue<Promoted> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
  private final SpanBatch selected = new SpanBatch();
  private final Thread thread;
  private volatile boolean stopping;

  public PromotedRecall(PastBatches past, ReachBackTarget target) {
    this.past = past;
    this.target = target;
    this.thread = Thread.ofPlatform().daemon().name("promoted-recall").unstarted(this::run);
  }

  /// Begins.
  public void start() {
    thread.start();
  }

  @Override
  public void promoted(List<Decision> decisions, long journalEnd) {
    for (Decision decision : decisions) {
      if (!waiting.offer(new Promoted(decision, journalEnd))) {
        LOG.warn("too many promoted traces wait; not recalled trace={}", decision.traceId().hex());
      }
    }
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      try {
        recall(next());
      } catch (InterruptedException e) {
        return; // a stop; a restart does it again
      } catch (IOException | RuntimeException | Error e) {
        LOG.error("spans of promoted traces not recalled", e);
      }
    }
  }

  private List<Promoted> next() throws InterruptedException {
    List<Promoted> some = new ArrayList<>();
    some.add(waiting.take());
    TimeUnit.NANOSECONDS.sleep(GATHERED.toNanos());
    waiting.drainTo(some, TRACES_MAX - 1);
    return some;
  }

  private void recall(List<Promoted> promoted) throws IOException {
    Map<TraceId, Promoted> byId = new HashMap<>();
    long from = Long.MAX_VALUE;
    long to = 0;
    for (Promoted each : promoted) {
      byId.put(each.decision.traceId(), each);
      from = Math.min(from, each.decision.startEpochNanos() - CLOCKS_APART.toNanos());
      to = Math.max(to, each.journalEnd);
    }
    Map<TraceId, Set<SpanKey>> stored = new HashMap<>();
    past.read(past.positionAt(from), to, (batch, position) -> take(batch, position, byId, stored));
  }

  private void take(
      SpanBatch batch,
      long position,
      Map<TraceId, Promoted> byId,
      Map<TraceId, Set<SpanKey>> stored) {
    int[] chosen = new int[batch.count];
    int count = 0;
    for (int i = 0; i < batch.count; i++) {
      TraceId id = batch.traceId(i);
      Promoted promoted = byId.get(id);
      if (promoted != null
          && position < promoted.journalEnd
          && stored
              .computeIfAbsent(id, missing -> new HashSet<>(target.stored(missing)))
              .add(SpanKey.of(batch, i))) {
        chosen[count++] = i;
      }
    }
    if (count > 0) {
      selected.selectFrom(batch, chosen, count);
      mark(byId);
      target.kept(selected);
    }
  }

  private void mark(Map<TraceId, Promoted> byId) {
    for (int i = 0; i < selected.count; i++) {
      KeepMark mark = Objects.requireNonNull(byId.get(selected.traceId(i))).decision.mark();
      int number = selected.addKeep(mark);
      selected.keepIndex[i] = number;
      selected.inclusionProbability[i] =
          HeadSampling.parse(
                  selected.bytes, selected.traceStateOffset[i], selected.traceStateLength[i])
              .with(mark.probability());
    }
  }

  private record Promoted(Decision decision, long journalEnd) {}
}
