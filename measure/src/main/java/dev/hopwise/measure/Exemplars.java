package dev.hopwise.measure;

import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The last kept trace of each fixed bucket of a histogram. Not thread-safe.
final class Exemplars {

  /// One is shown for so long. A scraper has taken it by then, and the store's retention, which may
  /// be by bytes, has not yet removed its trace.
  static final long SHOWN_NANOS = 10 * 60_000_000_000L;

  private static final int HIGH = 0;
  private static final int LOW = 1;
  private static final int DURATION = 2;
  private static final int TIME = 3;
  private static final int CELLS = 4;

  /// By bucket: trace id, duration in nanoseconds, when it was kept in nanoseconds since 1970.
  private final long[] cells;

  Exemplars(int buckets) {
    cells = new long[buckets * CELLS];
  }

  void set(int bucket, long high, long low, long durationNanos, long epochNanos) {
    int at = bucket * CELLS;
    cells[at + HIGH] = high;
    cells[at + LOW] = low;
    cells[at + DURATION] = Math.max(0, durationNanos);
    cells[at + TIME] = epochNanos;
  }

  /// By bucket; null where there is none, or none young enough.
  List<@Nullable Exemplar> snapshot(long nowEpochNanos) {
    int buckets = cells.length / CELLS;
    List<@Nullable Exemplar> shown = new ArrayList<>(buckets);
    for (int bucket = 0; bucket < buckets; bucket++) {
      boolean young = cell(bucket, TIME) > nowEpochNanos - SHOWN_NANOS;
      shown.add(young && isSet(bucket) ? at(bucket) : null);
    }
    return shown;
  }

  private boolean isSet(int bucket) {
    return (cell(bucket, HIGH) | cell(bucket, LOW)) != 0;
  }

  private Exemplar at(int bucket) {
    return new Exemplar(
        new TraceId(cell(bucket, HIGH), cell(bucket, LOW)),
        cell(bucket, DURATION),
        cell(bucket, TIME));
  }

  private long cell(int bucket, int cell) {
    return cells[bucket * CELLS + cell];
  }
}
