package dev.hopwise.server.ingest;

import dev.hopwise.measure.Measurements;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.Sampler;
import dev.hopwise.server.forward.SpanForwarder;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.SpanStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last part of the way: measure, sample, store, account. Replayed spans were measured by the
/// process that received them, and counters start with the process, so these are not measured
/// again.
///
/// One thread at a time, as sampler and store demand; the caller sees to it.
final class SpanWriter {

  private static final Logger LOG = LoggerFactory.getLogger(SpanWriter.class);

  private final Measurements measurements;
  private final Sampler sampler;
  private final SpanStore store;
  private final Balance balance;
  private final Forwarding forwarding;

  SpanWriter(
      Measurements measurements,
      Sampler sampler,
      SpanStore store,
      Balance balance,
      Forwarding forwarding) {
    this.forwarding = forwarding;
    this.measurements = measurements;
    this.sampler = sampler;
    this.store = store;
    this.balance = balance;
  }

  /// Spans that have just been received.
  ///
  /// @param batch its spans are pending
  /// @param journalEnd the place behind the record that holds them
  void write(SpanBatch batch, long journalEnd, long receivedEpochNanos) {
    try {
      measurements.observe(batch, receivedEpochNanos);
    } catch (RuntimeException e) {
      // A bug; the spans are worth more than their count.
      LOG.error("spans not measured spans={} journalEnd={}", batch.count, journalEnd, e);
    }
    offer(forwarding.accepted(), batch);
    SpanBatch kept = store(batch, journalEnd);
    if (kept != null) {
      offer(forwarding.kept(), kept);
      measurements.kept(kept, receivedEpochNanos);
    }
  }

  /// The same spans, taken from the journal by a later process. The earlier one has sent them on.
  void writeAgain(SpanBatch batch, long journalEnd) {
    store(batch, journalEnd);
  }

  private static void offer(SpanForwarder forwarder, SpanBatch batch) {
    try {
      forwarder.offer(batch);
    } catch (RuntimeException e) {
      // A bug; what is stored here is worth more than what is sent on.
      LOG.error("spans not sent on spans={}", batch.count, e);
    }
  }

  /// What was stored, or null when the store threw.
  private @Nullable SpanBatch store(SpanBatch batch, long journalEnd) {
    try {
      SpanBatch kept = sampler.select(batch);
      store.append(kept, JournalPosition.at(journalEnd));
      balance.settled(kept.count, batch.count - kept.count);
      return kept;
    } catch (RuntimeException | Error e) {
      // They were acknowledged, or will be, and are in the journal, which the store now holds on
      // to:
      // until a restart replays them they are missing.
      balance.failed(Balance.FAILED_STORE, batch.count);
      LOG.error("store refused a batch spans={} journalEnd={}", batch.count, journalEnd, e);
      return null;
    }
  }
}
