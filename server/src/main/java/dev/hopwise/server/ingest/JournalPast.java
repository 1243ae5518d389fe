package dev.hopwise.server.ingest;

import dev.hopwise.journal.Journal;
import dev.hopwise.receive.RequestDecoder;
import dev.hopwise.sample.reachback.PastBatches;
import java.io.IOException;

/// The journal for whoever keeps traces of the past. Requests whose spans went to the store at once
/// are left out.
///
/// One thread.
public final class JournalPast implements PastBatches {

  private final Journal journal;
  private final JournalTraffic traffic;

  public JournalPast(Journal journal, RequestDecoder decoder, JournalTraffic.Pace pace) {
    this.journal = journal;
    this.traffic = new JournalTraffic(journal, decoder, pace);
  }

  @Override
  public long positionAt(long receivedEpochNanos) throws IOException {
    return journal.positionAt(receivedEpochNanos);
  }

  @Override
  public long end() {
    return journal.end();
  }

  @Override
  public long start() {
    return journal.start();
  }

  @Override
  public boolean reachesTo(long receivedEpochNanos) {
    return !traffic.isDamaged()
        && (journal.isWhole() || journal.status().oldestEpochNanos() <= receivedEpochNanos);
  }

  @Override
  public void read(long fromPosition, long toPosition, Reader reader) throws IOException {
    traffic.read(
        fromPosition, toPosition, false, (batch, _, position, _) -> reader.batch(batch, position));
  }
}
