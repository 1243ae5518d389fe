package dev.hopwise.server.ingest;

import dev.hopwise.journal.Journal;
import dev.hopwise.receive.DecodeResult;
import dev.hopwise.receive.RequestDecoder;
import dev.hopwise.sample.reachback.PastBatches;
import java.io.IOException;
import java.util.Optional;

/// The journal as spans, for whoever reads the past again beside the running server. Requests whose
/// spans went to the store at once are left out.
///
/// One thread.
public final class JournalPast implements PastBatches {

  /// Rests, so that the machine is left to others.
  @FunctionalInterface
  public interface Pace {
    /// Never rests.
    Pace NONE = () -> {};

    /// Called after each record.
    void rest();
  }

  private final Journal journal;
  private final RequestDecoder decoder;
  private final Pace pace;
  private boolean damaged;

  public JournalPast(Journal journal, RequestDecoder decoder, Pace pace) {
    this.journal = journal;
    this.decoder = decoder;
    this.pace = pace;
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
    return !damaged
        && (journal.isWhole() || journal.status().oldestEpochNanos() <= receivedEpochNanos);
  }

  @Override
  public void read(long fromPosition, long toPosition, Reader reader) throws IOException {
    long damagedBefore = journal.status().damagedRecords();
    journal.replay(
        fromPosition,
        toPosition,
        (received, attributes, body, offset, length, position, _) -> {
          Optional<RecordHeader> header = RecordHeader.parse(attributes);
          if (header.isPresent() && !header.get().passed()) {
            read(header.get(), received, body, offset, length, position, reader);
            pace.rest();
          }
        });
    damaged |= journal.status().damagedRecords() > damagedBefore;
  }

  private void read(
      RecordHeader header,
      long received,
      byte[] body,
      int offset,
      int length,
      long position,
      Reader reader) {
    DecodeResult result =
        decoder.decode(
            header.format(),
            header.encoding(),
            body,
            offset,
            length,
            received - header.waitedNanos());
    switch (result) {
      case DecodeResult.Decoded decoded -> reader.batch(decoded.batch(), position);
      case DecodeResult.Undecodable _ -> damaged = true;
    }
  }
}
