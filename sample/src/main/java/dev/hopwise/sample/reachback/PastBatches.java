package dev.hopwise.sample.reachback;

import dev.hopwise.model.otlp.SpanBatch;
import java.io.IOException;

/// The journal as it is read again. A position is a place between two of its records.
public interface PastBatches {

  /// The place before the first record that was received at or after a time.
  long positionAt(long receivedEpochNanos) throws IOException;

  /// The place behind the last record.
  long end();

  /// The oldest place that can still be read from.
  long start();

  /// Whether all that was ever received at or after a time is still there.
  boolean reachesTo(long receivedEpochNanos);

  /// Hands over the batches between two places, in order.
  void read(long fromPosition, long toPosition, Reader reader) throws IOException;

  /// Receives them.
  @FunctionalInterface
  interface Reader {
    /// @param batch valid during the call
    /// @param position the place before its record
    void batch(SpanBatch batch, long position);
  }
}
