package dev.hopwise.server.ingest;

import dev.hopwise.journal.Journal;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.receive.DecodeResult;
import dev.hopwise.receive.RequestDecoder;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.buffer.TraceSampler;
import dev.hopwise.sample.record.DecisionCodec;
import dev.hopwise.sample.record.MalformedDecisionsException;
import dev.hopwise.store.JournalPosition;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings sampler and store to where they stood when the last process ended.
///
/// Records before what the store had applied only fill the buffer and its memory of decisions: what
/// follows from them is in the store. Records behind it are gone through as they were then: spans
/// wait, decisions are followed as they stand, late spans follow the decisions. Nothing is decided
/// anew. What is still waiting at the end waits on.
///
/// Every record is decoded as of the time at which it was received, so that the same spans are
/// accepted as then. Replayed spans were measured by the process that received them, and counters
/// start with the process, so they are not measured again.
final class Replay implements Journal.RecordReader {

  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

  private final RequestDecoder decoder;
  private final TraceSampler sampler;
  private final StoreWriter store;
  private final DecisionMemory decisions;
  private final Balance balance;
  private final long spansFrom;
  private final long appliedPosition;
  private long records;

  /// @param spansFrom spans of records before it were all decided and are not looked at
  /// @param appliedPosition everything that follows from records before it is in the store
  Replay(
      RequestDecoder decoder,
      TraceSampler sampler,
      StoreWriter store,
      DecisionMemory decisions,
      Balance balance,
      long spansFrom,
      long appliedPosition) {
    this.decoder = decoder;
    this.sampler = sampler;
    this.store = store;
    this.decisions = decisions;
    this.balance = balance;
    this.spansFrom = spansFrom;
    this.appliedPosition = appliedPosition;
  }

  /// How many records were handed over.
  long records() {
    return records;
  }

  @Override
  public void record(
      long receivedEpochNanos,
      byte[] attributes,
      byte[] body,
      int offset,
      int length,
      long position,
      long end) {
    records++;
    sampler.advance(receivedEpochNanos);
    if (RecordHeader.isDecisions(attributes)) {
      follow(body, offset, length, position, end);
      return;
    }
    if (position < spansFrom) {
      return;
    }
    Optional<RecordHeader> header = RecordHeader.parse(attributes);
    if (header.isEmpty()) {
      LOG.error("journal record of an unknown format skipped position={}", position);
      balance.refusedRequest(RequestFault.UNSUPPORTED);
    } else if (!header.get().passed() || end > appliedPosition) {
      spans(header.get(), receivedEpochNanos, body, offset, length, position, end);
    }
  }

  private void spans(
      RecordHeader header,
      long receivedEpochNanos,
      byte[] body,
      int offset,
      int length,
      long position,
      long end) {
    long decodedEpochNanos = receivedEpochNanos - header.waitedNanos();
    switch (decoder.decode(
        header.format(), header.encoding(), body, offset, length, decodedEpochNanos)) {
      case DecodeResult.Decoded decoded -> {
        balance.replayed(decoded.batch().count, decoded.refused());
        take(decoded.batch(), header.passed(), position, end);
      }
      case DecodeResult.Undecodable undecodable -> {
        LOG.error("journal record skipped position={}: {}", position, undecodable.message());
        balance.undecodable(RequestFault.MALFORMED, undecodable.spansSeen());
      }
    }
  }

  private void take(SpanBatch batch, boolean passed, long position, long end) {
    if (passed) {
      sampler.passAgain(batch);
      append(batch, end);
      return;
    }
    sampler.offer(batch, position);
    balance.settled(0, sampler.lateDropped());
    SpanBatch late = sampler.lateKept();
    if (end > appliedPosition) {
      append(late, end);
    } else {
      balance.settled(late.count, 0);
    }
  }

  private void follow(byte[] body, int offset, int length, long position, long end) {
    try {
      List<Decision> written = DecisionCodec.decode(body, offset, length);
      decisions.appendMissing(written);
      boolean applied = end <= appliedPosition;
      long waiting = sampler.counts().spans();
      TraceSampler.Settled settled = sampler.follow(written, applied);
      balance.settled(0, settled.droppedSpans());
      if (applied) {
        long gone = waiting - sampler.counts().spans();
        balance.settled(gone - settled.droppedSpans(), 0);
      } else {
        append(settled.kept(), end);
      }
    } catch (MalformedDecisionsException e) {
      LOG.error("journal record of decisions skipped position={}", position, e);
    }
  }

  private void append(SpanBatch kept, long end) {
    try {
      int lost = store.append(kept, new JournalPosition(sampler.replayFrom(end), end));
      balance.settled(kept.count - lost, 0);
      balance.failed(Balance.FAILED_STORE, lost);
    } catch (RuntimeException | Error e) {
      // The store holds on to the place in the journal, so that the next restart tries again.
      balance.failed(Balance.FAILED_STORE, kept.count);
      LOG.error("store refused a replayed batch spans={} journalEnd={}", kept.count, end, e);
    }
  }
}
