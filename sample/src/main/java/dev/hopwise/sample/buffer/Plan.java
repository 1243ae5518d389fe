package dev.hopwise.sample.buffer;

import dev.hopwise.sample.Decision;
import java.util.ArrayList;
import java.util.List;

/// Decisions that are made and not yet written down, in order. What goes into one record is limited
/// in number and in the bytes it keeps. Not thread-safe.
final class Plan {

  private static final int DECISIONS_MAX = 4_096;
  private static final long KEPT_BYTES_MAX = 16L << 20;

  private final List<Entry> entries = new ArrayList<>();
  private long keptBytes;

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /// Whether another one would begin a further record.
  boolean isFull() {
    return entries.size() >= DECISIONS_MAX || keptBytes >= KEPT_BYTES_MAX;
  }

  void add(int record, Decision decision, long traceBytes) {
    entries.add(new Entry(record, decision, decision.keep() ? traceBytes : 0));
    keptBytes += decision.keep() ? traceBytes : 0;
  }

  /// How many go into the first record.
  int firstCount() {
    int count = 0;
    long bytes = 0;
    while (count < entries.size() && count < DECISIONS_MAX && bytes < KEPT_BYTES_MAX) {
      bytes += entries.get(count++).keptBytes();
    }
    return count;
  }

  List<Decision> first() {
    return entries.subList(0, firstCount()).stream().map(Entry::decision).toList();
  }

  int record(int i) {
    return entries.get(i).record();
  }

  Decision decision(int i) {
    return entries.get(i).decision();
  }

  void removeFirst() {
    List<Entry> first = entries.subList(0, firstCount());
    for (Entry each : first) {
      keptBytes -= each.keptBytes();
    }
    first.clear();
  }

  private record Entry(int record, Decision decision, long keptBytes) {}
}
