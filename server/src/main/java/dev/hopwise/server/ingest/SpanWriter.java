package dev.hopwise.server.ingest;

import dev.hopwise.journal.Journal;
import dev.hopwise.measure.Measurements;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.buffer.TraceSampler;
import dev.hopwise.sample.record.DecisionCodec;
import dev.hopwise.server.forward.SpanForwarder;
import dev.hopwise.store.JournalPosition;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of accepted spans: journal, measure, sample, store, account.
///
/// ```
/// request ─► journal ─► measure ─► wait by trace ─► decision ─► journal ─► decision log ─► store
///                          └─ of a trace that was decided before, or nothing is ever dropped ─► store
/// ```
///
/// A decision is in the journal before anything follows from it, so that a restart follows it
/// instead of deciding anew ({@link Replay}).
///
/// One thread at a time; the caller sees to it.
final class SpanWriter {

  private static final Logger LOG = LoggerFactory.getLogger(SpanWriter.class);

  /// Records of decisions that are worked off before others get the lock.
  private static final int RECORDS_IN_A_ROW = 4;

  private final Journal journal;
  private final Measurements measurements;
  private final TraceSampler sampler;
  private final StoreWriter store;
  private final DecisionMemory decisions;
  private final PromotedTraces promoted;
  private final Balance balance;
  private final Forwarding forwarding;

  SpanWriter(
      Journal journal,
      Measurements measurements,
      TraceSampler sampler,
      StoreWriter store,
      DecisionMemory decisions,
      PromotedTraces promoted,
      Balance balance,
      Forwarding forwarding) {
    this.journal = journal;
    this.measurements = measurements;
    this.sampler = sampler;
    this.store = store;
    this.decisions = decisions;
    this.promoted = promoted;
    this.balance = balance;
    this.forwarding = forwarding;
  }

  /// Takes a request.
  ///
  /// @param batch its spans, which are pending
  /// @param decodedEpochNanos when the limits of time were applied to them
  /// @return the place in the journal behind it
  /// @throws IOException when the journal did not take it; nothing of it remains then
  long write(IngestRequest request, SpanBatch batch, long decodedEpochNanos, long nowEpochNanos)
      throws IOException {
    long now = sampler.advance(nowEpochNanos);
    boolean passes = sampler.passes(batch);
    while (!passes && !sampler.makeRoom(batch)) {
      settle(now);
    }
    long start = journal.end();
    byte[] header =
        new RecordHeader(request.format(), request.encoding(), passes, now - decodedEpochNanos)
            .toBytes();
    long end = journal.append(now, header, request.body(), request.offset(), request.length());
    measure(batch, now);
    offer(forwarding.accepted(), batch);
    if (passes) {
      store(batch, end, now);
    } else {
      sampler.offer(batch, start);
      storeLate(end, now);
    }
    tick(now);
    return end;
  }

  /// Decides what is due. Never throws: what cannot be written down now waits.
  void tick(long nowEpochNanos) {
    long now = sampler.advance(nowEpochNanos);
    try {
      for (int i = 0; i < RECORDS_IN_A_ROW; i++) {
        sampler.planDue();
        if (sampler.planned().isEmpty()) {
          return;
        }
        settle(now);
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("decisions could not be written down; their traces wait", e);
    }
  }

  /// Writes down that dropped traces are kept after all, and follows it.
  ///
  /// @return the place in the journal behind it: late spans of theirs that come later are stored
  long promote(List<Decision> promotions, long nowEpochNanos) throws IOException {
    long now = sampler.advance(nowEpochNanos);
    byte[] body = DecisionCodec.encode(promotions);
    long end = journal.appendBeyondLimit(now, RecordHeader.decisions(), body, 0, body.length);
    decisions.append(promotions);
    sampler.promote(promotions);
    store(new SpanBatch(), end, now);
    return end;
  }

  /// Stores spans of promoted traces, which the journal gave again.
  void recall(SpanBatch kept, long nowEpochNanos) {
    balance.recalled(kept.count);
    store(kept, journal.end(), sampler.advance(nowEpochNanos));
  }

  private void measure(SpanBatch batch, long now) {
    try {
      measurements.observe(batch, now);
    } catch (RuntimeException e) {
      // A bug; the spans are worth more than their count.
      LOG.error("spans not measured spans={}", batch.count, e);
    }
  }

  /// Spans that follow a decision.
  private void storeLate(long end, long now) {
    balance.settled(0, sampler.lateDropped());
    SpanBatch late = sampler.lateKept();
    if (late.count > 0) {
      store(late, end, now);
    }
  }

  /// Writes one record of decisions and follows it.
  private void settle(long now) throws IOException {
    List<Decision> planned = sampler.planned();
    byte[] body = DecisionCodec.encode(planned);
    long end = journal.appendBeyondLimit(now, RecordHeader.decisions(), body, 0, body.length);
    decisions.append(planned);
    TraceSampler.Settled settled = sampler.settle();
    balance.settled(0, settled.droppedSpans());
    store(settled.kept(), end, now);
    if (!settled.promoted().isEmpty()) {
      promoted.promoted(settled.promoted(), end);
    }
  }

  /// @param kept also an empty batch: it tells the store how far the journal is reflected
  private void store(SpanBatch kept, long end, long now) {
    try {
      int lost = store.append(kept, new JournalPosition(sampler.replayFrom(end), end));
      balance.settled(kept.count - lost, 0);
      balance.failed(Balance.FAILED_STORE, lost);
    } catch (RuntimeException | Error e) {
      // They were acknowledged, or will be, and are in the journal, which the store now holds on
      // to: until a restart replays them they are missing.
      balance.failed(Balance.FAILED_STORE, kept.count);
      LOG.error("store refused a batch spans={} journalEnd={}", kept.count, end, e);
      return;
    }
    if (kept.count > 0) {
      measurements.kept(kept, now);
      offer(forwarding.kept(), kept);
    }
  }

  private static void offer(SpanForwarder forwarder, SpanBatch batch) {
    try {
      forwarder.offer(batch);
    } catch (RuntimeException e) {
      // A bug; what is stored here is worth more than what is sent on.
      LOG.error("spans not sent on spans={}", batch.count, e);
    }
  }
}
