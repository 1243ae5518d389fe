package dev.hopwise.sample.buffer;

import java.util.Arrays;

/// Buffered traces in the order in which their first span came, to know the oldest. What is gone is
/// recognised by its sequence and taken out when it reaches the front. Not thread-safe.
final class ArrivalOrder {

  private final TraceRecords records;
  private long[] entries = new long[1024];
  private int head;
  private int count;

  ArrivalOrder(TraceRecords records) {
    this.records = records;
  }

  void add(int record) {
    if (count == entries.length) {
      long[] wider = new long[count * 2];
      int tail = entries.length - head;
      System.arraycopy(entries, head, wider, 0, tail);
      System.arraycopy(entries, 0, wider, tail, head);
      entries = wider;
      head = 0;
    }
    entries[(head + count++) & (entries.length - 1)] =
        (long) records.sequence(record) << Integer.SIZE | record;
  }

  /// The record whose first span came first, or {@link TraceRecords#NONE}.
  int oldest() {
    while (count > 0) {
      long entry = entries[head];
      if (records.isLive((int) entry, (int) (entry >>> Integer.SIZE))) {
        return (int) entry;
      }
      head = (head + 1) & (entries.length - 1);
      count--;
    }
    shrink();
    return TraceRecords.NONE;
  }

  private void shrink() {
    if (entries.length > 1 << 16) {
      entries = Arrays.copyOf(entries, 1024);
      head = 0;
    }
  }
}
