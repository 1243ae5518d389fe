package dev.hopwise.server.ingest;

import dev.hopwise.journal.Journal;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.receive.DecodeResult;
import dev.hopwise.receive.RequestDecoder;
import java.io.IOException;
import java.util.Optional;

/// The journal as spans, read again beside the running server.
///
/// **Threads.** One, which nobody may interrupt: that would close the journal's files.
public final class JournalTraffic {

  /// Rests, so that the machine is left to others.
  @FunctionalInterface
  public interface Pace {
    /// Never rests.
    Pace NONE = () -> {};

    /// Called after each record.
    void rest();
  }

  /// Takes the spans of one record.
  @FunctionalInterface
  public interface Reader {
    /// @param batch valid during the call
    /// @param position the place before the record
    /// @param end the place behind it
    void batch(SpanBatch batch, long receivedEpochNanos, long position, long end)
        throws IOException;
  }

  private final Journal journal;
  private final RequestDecoder decoder;
  private final Pace pace;
  private boolean damaged;

  public JournalTraffic(Journal journal, RequestDecoder decoder, Pace pace) {
    this.journal = journal;
    this.decoder = decoder;
    this.pace = pace;
  }

  /// Whether something that was read could not be understood.
  public boolean isDamaged() {
    return damaged;
  }

  /// Hands over what lies between two places, in order.
  ///
  /// @param passedToo also requests whose spans went to the store undecided
  public void read(long fromPosition, long toPosition, boolean passedToo, Reader reader)
      throws IOException {
    long damagedBefore = journal.status().damagedRecords();
    journal.replay(
        fromPosition,
        toPosition,
        (received, attributes, body, offset, length, position, end) -> {
          Optional<RecordHeader> header = RecordHeader.parse(attributes);
          if (header.isPresent() && (passedToo || !header.get().passed())) {
            DecodeResult result = decode(header.get(), received, body, offset, length);
            if (result instanceof DecodeResult.Decoded decoded) {
              reader.batch(decoded.batch(), received, position, end);
            } else {
              damaged = true;
            }
            pace.rest();
          }
        });
    damaged |= journal.status().damagedRecords() > damagedBefore;
  }

  /// As of the time at which it was received, so that the same spans are accepted.
  private DecodeResult decode(
      RecordHeader header, long received, byte[] body, int offset, int length) {
    return decoder.decode(
        header.format(), header.encoding(), body, offset, length, received - header.waitedNanos());
  }
}
