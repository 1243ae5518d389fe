package dev.hopwise.server.ingest;

import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.Sampler;
import dev.hopwise.store.SpanStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last part of the way, the same for new requests and replayed ones: sample, store, account.
///
/// One thread at a time, as sampler and store demand; the caller sees to it.
final class SpanWriter {

  private static final Logger LOG = LoggerFactory.getLogger(SpanWriter.class);

  private final Sampler sampler;
  private final SpanStore store;
  private final Balance balance;

  SpanWriter(Sampler sampler, SpanStore store, Balance balance) {
    this.sampler = sampler;
    this.store = store;
    this.balance = balance;
  }

  /// @param batch its spans are pending
  /// @param journalEnd the place behind the record that holds them
  void write(SpanBatch batch, long journalEnd) {
    try {
      SpanBatch kept = sampler.select(batch);
      if (kept.count > 0) {
        store.append(kept, journalEnd);
      }
      balance.settled(kept.count, batch.count - kept.count);
    } catch (RuntimeException | Error e) {
      // They were acknowledged, or will be, and are in the journal; until a restart replays them
      // they are missing.
      balance.failed(Balance.FAILED_STORE, batch.count);
      LOG.error("store refused a batch spans={} journalEnd={}", batch.count, journalEnd, e);
    }
  }
}
