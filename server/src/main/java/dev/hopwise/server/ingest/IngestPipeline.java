package dev.hopwise.server.ingest;

import dev.hopwise.journal.Journal;
import dev.hopwise.measure.Measurements;
import dev.hopwise.measure.ledger.Ledger;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.receive.DecodeResult;
import dev.hopwise.receive.RequestDecoder;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.buffer.PendingTrace;
import dev.hopwise.sample.buffer.SamplerCounts;
import dev.hopwise.sample.buffer.TraceSampler;
import dev.hopwise.sample.reachback.ReachBackTarget;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.SpanStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Request bodies in, acknowledgements out.
///
/// ```
/// submit ─► bounded queue ─► decode, drop and hash attributes (several threads) ─► one at a time: journal ► measure ► sample ► store
///                                                         then: wait for the device ► acknowledge
/// tick ──────────────────────────────────────────────► one at a time: decide ► journal ► store
/// ```
///
/// Journal and store see the same order, which is what lets a store say where a replay has to
/// start. A request that the journal did not take leaves no trace; one that it took is
/// acknowledged, even where the store then fails, because a restart replays it.
public final class IngestPipeline implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IngestPipeline.class);

  /// Senders with a request in the queue wait for it; a stop gives them this long.
  private static final Duration DRAIN_MAX = Duration.ofSeconds(4);

  private static final String STOPPING = "the server is stopping";

  private final Journal journal;
  private final SpanStore store;
  private final StoreWriter storeWriter;
  private final Balance balance;
  private final LongSupplier clockEpochNanos;
  private final Supplier<RequestDecoder> decoders;
  private final ThreadLocal<RequestDecoder> decoder;
  private final SpanWriter writer;
  private final TraceSampler sampler;
  private final DecisionMemory decisions;
  private final ReentrantLock order = new ReentrantLock();
  private final ThreadPoolExecutor workers;
  private final Executor waiters;
  private final AttributeFilter attributes;
  private final Ledger ledger;

  /// @param decoders makes one decoder per thread
  /// @param queueRequests how many may wait; further ones are answered Overloaded
  /// @param waiters where an acknowledgement waits for the device; a direct executor where the
  ///   journal never lets it wait
  /// @param attributes what is changed about requests before anything is done with them
  public IngestPipeline(
      Journal journal,
      Measurements measurements,
      SpanStore store,
      SetAside setAside,
      TraceSampler sampler,
      DecisionMemory decisions,
      PromotedTraces promoted,
      Supplier<RequestDecoder> decoders,
      Balance balance,
      LongSupplier clockEpochNanos,
      int threads,
      int queueRequests,
      Executor waiters,
      Forwarding forwarding,
      AttributeFilter attributes,
      Ledger ledger) {
    this.journal = journal;
    this.store = store;
    this.storeWriter = new StoreWriter(store, setAside);
    this.balance = balance;
    this.clockEpochNanos = clockEpochNanos;
    this.decoders = decoders;
    this.decoder = ThreadLocal.withInitial(decoders);
    this.sampler = sampler;
    this.decisions = decisions;
    this.writer =
        new SpanWriter(
            journal, measurements, sampler, storeWriter, decisions, promoted, balance, forwarding);
    this.waiters = waiters;
    this.attributes = attributes;
    this.ledger = ledger;
    this.workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queueRequests),
            Thread.ofPlatform().name("ingest-", 0).factory());
  }

  /// Replays what the store had not committed. To be called once, before the first request.
  ///
  /// @return how many records were replayed
  /// @throws IOException when the journal cannot be read
  public long replay() throws IOException {
    JournalPosition committed = store.committed();
    long from = committed.replayFrom();
    if (from < journal.start() && journal.start() < journal.end() && from > 0) {
      LOG.warn(
          "journal starts behind what the store committed from={} start={}", from, journal.start());
    }
    order.lock();
    try {
      Replay replay =
          new Replay(
              decoders.get(), sampler, storeWriter, decisions, balance, from, committed.applied());
      sampler.replaying(true);
      journal.replay(Math.min(from, unloggedFrom()), replay);
      return replay.records();
    } finally {
      sampler.replaying(false);
      order.unlock();
    }
  }

  /// From where on decisions may be missing in the log, which is written with some delay.
  private long unloggedFrom() throws IOException {
    long newest = decisions.newestEpochNanos();
    return newest == 0 ? Long.MAX_VALUE : journal.positionAt(newest);
  }

  /// Decides the traces that are due. To be called a few times a second.
  public void tick() {
    order.lock();
    try {
      writer.tick(clockEpochNanos.getAsLong());
    } finally {
      order.unlock();
    }
  }

  /// Runs something while nothing is written.
  public <T> T inOrder(Supplier<T> something) {
    order.lock();
    try {
      return something.get();
    } finally {
      order.unlock();
    }
  }

  /// Where a reach-back brings what it keeps.
  public ReachBackTarget reachBackTarget() {
    return new ReachBackPipeline(this, decisions, store);
  }

  long promote(Function<Long, List<Decision>> promotions) throws IOException {
    order.lock();
    try {
      long now = clockEpochNanos.getAsLong();
      return writer.promote(promotions.apply(now), now);
    } finally {
      order.unlock();
    }
  }

  void recall(SpanBatch kept) {
    order.lock();
    try {
      writer.recall(kept, clockEpochNanos.getAsLong());
    } finally {
      order.unlock();
    }
  }

  /// What is known of a trace that waits for its decision.
  public Optional<PendingTrace> pending(TraceId id) {
    return inOrder(() -> Optional.ofNullable(sampler.pending(id)));
  }

  /// What the sampler holds and has done.
  public SamplerCounts sampling() {
    return inOrder(sampler::counts);
  }

  /// Takes a request body; never blocks, never throws.
  public CompletableFuture<IngestOutcome> submit(IngestRequest request) {
    CompletableFuture<IngestOutcome> outcome = new CompletableFuture<>();
    try {
      workers.execute(new Task(request, outcome));
    } catch (RejectedExecutionException e) {
      balance.refusedRequest(RequestFault.OVERLOADED);
      outcome.complete(
          workers.isShutdown()
              ? new IngestOutcome.Unavailable(STOPPING)
              : new IngestOutcome.Overloaded(
                  "more than receive.queue-requests requests are waiting"));
    }
    return outcome;
  }

  /// Lets the journal forget what the store has committed.
  public void releaseJournal() {
    journal.release(store.committed().replayFrom());
  }

  /// Works off the queue, then returns; what is not done in time is answered Unavailable.
  @Override
  public void close() {
    workers.shutdown();
    try {
      if (!workers.awaitTermination(DRAIN_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        giveUpQueue();
        workers.awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveUpQueue() {
    List<Runnable> waiting = new ArrayList<>();
    workers.getQueue().drainTo(waiting);
    LOG.warn("stopped with requests in the queue requests={}", waiting.size());
    for (Runnable each : waiting) {
      if (each instanceof Task task) {
        balance.refusedRequest(RequestFault.OVERLOADED);
        task.outcome.complete(new IngestOutcome.Unavailable(STOPPING));
      }
    }
  }

  private void ingest(IngestRequest request, CompletableFuture<IngestOutcome> outcome) {
    try {
      long now = clockEpochNanos.getAsLong();
      DecodeResult result =
          decoder
              .get()
              .decode(
                  request.format(),
                  request.encoding(),
                  request.body(),
                  request.offset(),
                  request.length(),
                  now);
      switch (result) {
        case DecodeResult.Decoded decoded ->
            ingest(attributes.apply(request, decoded, decoder.get(), now), now, outcome);
        case DecodeResult.Undecodable undecodable -> outcome.complete(refuse(undecodable));
      }
    } catch (RuntimeException | Error e) {
      LOG.error("request failed format={} bytes={}", request.format(), request.length(), e);
      balance.refusedRequest(RequestFault.INTERNAL);
      outcome.complete(new IngestOutcome.Failed("internal error: " + e.getClass().getSimpleName()));
    }
  }

  private void ingest(
      AttributeFilter.Filtered filtered, long now, CompletableFuture<IngestOutcome> outcome) {
    switch (filtered.result()) {
      case DecodeResult.Decoded decoded -> accept(filtered.request(), decoded, now, outcome);
      case DecodeResult.Undecodable undecodable -> outcome.complete(refuse(undecodable));
    }
  }

  private IngestOutcome refuse(DecodeResult.Undecodable undecodable) {
    RequestFault fault =
        switch (undecodable.fault()) {
          case MALFORMED -> RequestFault.MALFORMED;
          case TOO_LARGE -> RequestFault.TOO_LARGE;
        };
    balance.undecodable(fault, undecodable.spansSeen());
    return new IngestOutcome.Invalid(undecodable.fault(), undecodable.message());
  }

  private void accept(
      IngestRequest request,
      DecodeResult.Decoded decoded,
      long now,
      CompletableFuture<IngestOutcome> outcome) {
    SpanBatch batch = decoded.batch();
    var accepted = new IngestOutcome.Accepted(decoded.refusedCount(), decoded.message());
    balance.decoded(batch.count, decoded.refused());
    if (batch.count == 0) {
      outcome.complete(accepted);
      return;
    }
    long end;
    try {
      end = writeInOrder(request, batch, now);
    } catch (IOException | RuntimeException e) {
      LOG.error("journal refused a request bytes={}", request.length(), e);
      balance.sentBack(batch.count);
      outcome.complete(
          new IngestOutcome.Unavailable("the journal cannot be written: " + e.getMessage()));
      return;
    }
    count(batch, now);
    waiters.execute(() -> outcome.complete(whenDurable(end, accepted)));
  }

  /// Not in the order of the journal: the ledger has a lock of its own.
  private void count(SpanBatch batch, long now) {
    try {
      ledger.observe(batch, now);
    } catch (RuntimeException e) {
      // A bug; the spans are worth more than their count.
      LOG.error("spans not counted in the ledger spans={}", batch.count, e);
    }
  }

  private long writeInOrder(IngestRequest request, SpanBatch batch, long decodedEpochNanos)
      throws IOException {
    order.lock();
    try {
      return writer.write(request, batch, decodedEpochNanos, clockEpochNanos.getAsLong());
    } finally {
      order.unlock();
    }
  }

  /// Where the device fails the spans are stored but not safe: the sender tries again, and equal
  /// spans show as one.
  private IngestOutcome whenDurable(long end, IngestOutcome accepted) {
    try {
      journal.awaitDurable(end);
      return accepted;
    } catch (IOException e) {
      LOG.error("journal could not be forced to the device end={}", end, e);
      return new IngestOutcome.Unavailable("the journal cannot be forced to the device");
    }
  }

  /// A request in the queue, which a stop can still answer.
  private final class Task implements Runnable {
    private final IngestRequest request;
    private final CompletableFuture<IngestOutcome> outcome;

    Task(IngestRequest request, CompletableFuture<IngestOutcome> outcome) {
      this.request = request;
      this.outcome = outcome;
    }

    @Override
    public void run() {
      ingest(request, outcome);
    }
  }
}
