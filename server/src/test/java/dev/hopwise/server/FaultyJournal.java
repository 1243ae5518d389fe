package dev.hopwise.server;

import dev.hopwise.journal.Journal;
import dev.hopwise.journal.JournalStatus;
import java.io.IOException;

/// A journal whose disk is full, or whose device fails, when told to.
public final class FaultyJournal implements Journal {

  public volatile boolean full;
  public volatile boolean deviceFails;

  private final Journal real;

  public FaultyJournal(Journal real) {
    this.real = real;
  }

  @Override
  public long append(
      long receivedEpochNanos, byte[] attributes, byte[] body, int offset, int length)
      throws IOException {
    if (full) {
      throw new IOException("no space left on device");
    }
    return real.append(receivedEpochNanos, attributes, body, offset, length);
  }

  @Override
  public long appendBeyondLimit(
      long receivedEpochNanos, byte[] attributes, byte[] body, int offset, int length)
      throws IOException {
    if (full) {
      throw new IOException("no space left on device");
    }
    return real.appendBeyondLimit(receivedEpochNanos, attributes, body, offset, length);
  }

  @Override
  public void awaitDurable(long position) throws IOException {
    if (deviceFails) {
      throw new IOException("input/output error");
    }
    real.awaitDurable(position);
  }

  @Override
  public long end() {
    return real.end();
  }

  @Override
  public long start() {
    return real.start();
  }

  @Override
  public boolean isWhole() {
    return real.isWhole();
  }

  @Override
  public void replay(long fromPosition, RecordReader reader) throws IOException {
    real.replay(fromPosition, reader);
  }

  @Override
  public void replay(long fromPosition, long toPosition, RecordReader reader) throws IOException {
    real.replay(fromPosition, toPosition, reader);
  }

  @Override
  public long positionAt(long receivedEpochNanos) throws IOException {
    return real.positionAt(receivedEpochNanos);
  }

  @Override
  public void release(long position) {
    real.release(position);
  }

  @Override
  public JournalStatus status() {
    return real.status();
  }

  @Override
  public void close() throws IOException {
    real.close();
  }
}
