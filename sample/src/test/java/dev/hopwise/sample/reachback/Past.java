package dev.hopwise.sample.reachback;

import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.testkit.Batches;
import java.util.ArrayList;
import java.util.List;

/// A journal in memory: record n lies between the places n and n + 1.
final class Past implements PastBatches {

  private record Received(long epochNanos, SpanBatch batch) {}

  private final List<Received> records = new ArrayList<>();
  private long start;
  int reads;

  synchronized void append(long epochNanos, List<Span> spans) {
    records.add(new Received(epochNanos, Batches.of(spans)));
  }

  /// As retention does.
  synchronized void removeBefore(long position) {
    start = position;
  }

  @Override
  public synchronized long positionAt(long receivedEpochNanos) {
    int at = (int) start;
    while (at < records.size() && records.get(at).epochNanos() < receivedEpochNanos) {
      at++;
    }
    return at;
  }

  @Override
  public synchronized long start() {
    return start;
  }

  @Override
  public synchronized long end() {
    return records.size();
  }

  @Override
  public synchronized boolean reachesTo(long receivedEpochNanos) {
    return start == 0 || records.get((int) start).epochNanos() <= receivedEpochNanos;
  }

  @Override
  public void read(long fromPosition, long toPosition, Reader reader) {
    reads++;
    for (long at = Math.max(start(), fromPosition); at < toPosition; at++) {
      reader.batch(record(at), at);
    }
  }

  private synchronized SpanBatch record(long at) {
    return records.get((int) at).batch();
  }
}
