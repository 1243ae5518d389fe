package dev.hopwise.measure;

import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The last kept trace of each fixed bucket of a histogram. Not thread-safe.
final class Exemplars {

  private static final int HIGH = 0;
  private static final int LOW = 1;
  private static final int SPAN = 2;
  private static final int START = 3;
  private static final int DURATION = 4;
  private static final int TIME = 5;
  private static final int CELLS = 6;

  /// By bucket: trace id, span id, start, duration, when it was kept; times in nanoseconds (since
  /// 1970).
  private final long[] cells;

  Exemplars(int buckets) {
    cells = new long[buckets * CELLS];
  }

  void set(int bucket, SpanBatch batch, int span, long epochNanos) {
    int at = bucket * CELLS;
    cells[at + HIGH] = batch.traceIdHigh[span];
    cells[at + LOW] = batch.traceIdLow[span];
    cells[at + SPAN] = batch.spanId[span];
    cells[at + START] = batch.startEpochNanos[span];
    cells[at + DURATION] = Math.max(0, batch.durationNanos(span));
    cells[at + TIME] = epochNanos;
  }

  /// By bucket; null where there is none that may be published.
  List<@Nullable Exemplar> snapshot(Published published) {
    int buckets = cells.length / CELLS;
    List<@Nullable Exemplar> shown = new ArrayList<>(buckets);
    for (int bucket = 0; bucket < buckets; bucket++) {
      shown.add(isPublished(bucket, published) ? at(bucket) : null);
    }
    return shown;
  }

  /// Hands over those that may be published.
  void forEach(Published published, Consumer<Exemplar> consumer) {
    for (int bucket = 0; bucket < cells.length / CELLS; bucket++) {
      if (isPublished(bucket, published)) {
        consumer.accept(at(bucket));
      }
    }
  }

  /// Forgets those of some traces.
  void withdraw(Set<TraceId> traces) {
    for (int bucket = 0; bucket < cells.length / CELLS; bucket++) {
      if (isSet(bucket) && traces.contains(traceId(bucket))) {
        Arrays.fill(cells, bucket * CELLS, (bucket + 1) * CELLS, 0);
      }
    }
  }

  private boolean isPublished(int bucket, Published published) {
    return isSet(bucket) && published.holds(cell(bucket, START), cell(bucket, TIME));
  }

  private boolean isSet(int bucket) {
    return (cell(bucket, HIGH) | cell(bucket, LOW)) != 0;
  }

  private TraceId traceId(int bucket) {
    return new TraceId(cell(bucket, HIGH), cell(bucket, LOW));
  }

  private Exemplar at(int bucket) {
    return new Exemplar(
        traceId(bucket),
        cell(bucket, SPAN),
        cell(bucket, START),
        cell(bucket, DURATION),
        cell(bucket, TIME));
  }

  private long cell(int bucket, int cell) {
    return cells[bucket * CELLS + cell];
  }
}
