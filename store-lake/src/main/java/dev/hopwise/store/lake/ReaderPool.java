package dev.hopwise.store.lake;

import java.util.concurrent.ArrayBlockingQueue;

/// Lends column readers, whose buffers and native contexts are worth keeping between queries. A
/// bounded number of them is kept; a taker never waits.
final class ReaderPool implements AutoCloseable {

  private static final int KEPT_MAX = 32;

  private final ArrayBlockingQueue<ColumnReader> kept = new ArrayBlockingQueue<>(KEPT_MAX);

  ColumnReader take() {
    ColumnReader reader = kept.poll();
    return reader == null ? new ColumnReader() : reader;
  }

  void give(ColumnReader reader) {
    reader.reset();
    if (!kept.offer(reader)) {
      reader.close();
    }
  }

  @Override
  public void close() {
    for (ColumnReader reader = kept.poll(); reader != null; reader = kept.poll()) {
      reader.close();
    }
  }
}
