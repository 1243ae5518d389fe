package dev.hopwise.journal;

import java.io.IOException;

/// Accepted export requests, as received, in the order in which they were taken.
///
/// A position is a place between two records; it grows with every record and survives restarts.
/// `position` of a record is the place before it, `end` the place behind it.
///
/// **Threads.** {@link #append} is called by one thread at a time, everything else by any number.
public interface Journal extends AutoCloseable {

  /// Writes a record. When it returns, the record survives the death of this process; whether it
  /// survives the death of the machine depends on the fsync policy and {@link #awaitDurable}.
  ///
  /// @param attributes what the reader needs to decode the body again; opaque here, at most 255
  ///   bytes
  /// @return the place behind the record
  /// @throws IOException when it could not be written: nothing of it will be replayed
  long append(long receivedEpochNanos, byte[] attributes, byte[] body, int offset, int length)
      throws IOException;

  /// Like {@link #append}, but never refused because the journal is full: for the small records
  /// without which nothing in it could ever be released.
  long appendBeyondLimit(
      long receivedEpochNanos, byte[] attributes, byte[] body, int offset, int length)
      throws IOException;

  /// Returns when every record before the position is on the device, where the policy is `always`;
  /// at once otherwise.
  void awaitDurable(long position) throws IOException;

  /// The place behind the last record.
  long end();

  /// The oldest place that can still be read from.
  long start();

  /// Whether it still holds every record that was ever written.
  boolean isWhole();

  /// Hands over every whole record from a position on, in order, up to the end at the time of the
  /// call.
  ///
  /// A position that retention has already passed starts at {@link #start}; the caller compares if
  /// that matters. A torn or damaged record ends its segment: what follows in that segment is
  /// skipped and counted in {@link JournalStatus}.
  void replay(long fromPosition, RecordReader reader) throws IOException;

  /// Like {@link #replay(long, RecordReader)}, up to a position, beside a running server: little by
  /// little, so that retention and other readers come in between. What retention removes before its
  /// turn is left out; {@link #start} tells.
  ///
  /// A reader that throws ends it.
  void replay(long fromPosition, long toPosition, RecordReader reader) throws IOException;

  /// The place before the first record that was received at or after a time, or {@link #end}: no
  /// record before it is that young. Reads heads of records only.
  long positionAt(long receivedEpochNanos) throws IOException;

  /// Says that nothing before the position is needed for recovery any more; the limits of age and
  /// bytes may then remove it.
  void release(long position);

  JournalStatus status();

  @Override
  void close() throws IOException;

  /// Receives replayed records.
  interface RecordReader {
    /// @param body valid during the call only
    /// @param end the place behind the record
    void record(
        long receivedEpochNanos,
        byte[] attributes,
        byte[] body,
        int offset,
        int length,
        long position,
        long end)
        throws IOException;
  }
}
