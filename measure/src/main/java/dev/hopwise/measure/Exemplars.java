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

  private final long[] traceIdHigh;
  private final long[] traceIdLow;
  private final long[] durationNanos;
  private final long[] epochNanos;

  Exemplars(int buckets) {
    traceIdHigh = new long[buckets];
    traceIdLow = new long[buckets];
    durationNanos = new long[buckets];
    epochNanos = new long[buckets];
  }

  void set(int bucket, long high, long low, long duration, long time) {
    traceIdHigh[bucket] = high;
    traceIdLow[bucket] = low;
    durationNanos[bucket] = Math.max(0, duration);
    epochNanos[bucket] = time;
  }

  /// By bucket; null where there is none, or none young enough.
  List<@Nullable Exemplar> snapshot(long nowEpochNanos) {
    List<@Nullable Exemplar> shown = new ArrayList<>(epochNanos.length);
    for (int bucket = 0; bucket < epochNanos.length; bucket++) {
      boolean young = epochNanos[bucket] > nowEpochNanos - SHOWN_NANOS;
      shown.add(young && isSet(bucket) ? at(bucket) : null);
    }
    return shown;
  }

  private boolean isSet(int bucket) {
    return (traceIdHigh[bucket] | traceIdLow[bucket]) != 0;
  }

  private Exemplar at(int bucket) {
    return new Exemplar(
        new TraceId(traceIdHigh[bucket], traceIdLow[bucket]),
        durationNanos[bucket],
        epochNanos[bucket]);
  }
}
