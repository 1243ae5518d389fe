package dev.hopwise.server.ingest;

import dev.hopwise.journal.Journal;
import dev.hopwise.receive.DecodeResult;
import dev.hopwise.receive.RequestDecoder;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives the store again what it had not committed when the last process ended.
///
/// Every record is decoded as of the time at which it was received, so that the same spans are
/// accepted as then.
final class Replay implements Journal.RecordReader {

  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

  private final RequestDecoder decoder;
  private final SpanWriter writer;
  private final Balance balance;
  private long records;

  Replay(RequestDecoder decoder, SpanWriter writer, Balance balance) {
    this.decoder = decoder;
    this.writer = writer;
    this.balance = balance;
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
    Optional<RecordHeader> header = RecordHeader.parse(attributes);
    if (header.isEmpty()) {
      LOG.error("journal record of an unknown format skipped position={}", position);
      balance.refusedRequest(RequestFault.UNSUPPORTED);
      return;
    }
    RecordHeader known = header.get();
    switch (decoder.decode(
        known.format(), known.encoding(), body, offset, length, receivedEpochNanos)) {
      case DecodeResult.Decoded decoded -> {
        balance.replayed(decoded.batch().count, decoded.refused());
        writer.writeAgain(decoded.batch(), end);
      }
      case DecodeResult.Undecodable undecodable -> {
        LOG.error("journal record skipped position={}: {}", position, undecodable.message());
        balance.undecodable(RequestFault.MALFORMED, undecodable.spansSeen());
      }
    }
  }
}
