package dev.hopwise.measure;

import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.rollup.SeriesKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One (service, span name, kind, status code). Not thread-safe.
final class Series {

  private final int name;
  private final SpanKind kind;
  private final StatusCode statusCode;
  private final DurationHistogram durations = new DurationHistogram(FixedBounds.SPANS);

  /// Made with the first kept trace.
  private @Nullable Exemplars exemplars;

  /// @param name number of the (service, span name)
  Series(int name, SpanKind kind, StatusCode statusCode) {
    this.name = name;
    this.kind = kind;
    this.statusCode = statusCode;
  }

  int name() {
    return name;
  }

  DurationHistogram durations() {
    return durations;
  }

  SeriesKey.OfSpans key(String service, String spanName) {
    return new SeriesKey.OfSpans(service, spanName, kind, statusCode);
  }

  void record(long durationNanos, long weight) {
    durations.record(durationNanos, weight);
  }

  void exemplar(SpanBatch batch, int span, long epochNanos) {
    Exemplars known = exemplars;
    if (known == null) {
      known = new Exemplars(FixedBounds.SPANS.count() + 1);
      exemplars = known;
    }
    long durationNanos = batch.durationNanos(span);
    int bucket = durationNanos <= 0 ? 0 : FixedBounds.SPANS.bucketOf(durationNanos);
    known.set(bucket, batch, span, epochNanos);
  }

  /// Null as long as no trace of it was kept.
  @Nullable Exemplars exemplars() {
    return exemplars;
  }

  SpanSeries snapshot(String service, String spanName, Published published) {
    return new SpanSeries(
        service,
        spanName,
        kind,
        statusCode,
        durations.snapshot(),
        exemplars == null ? List.of() : exemplars.snapshot(published));
  }
}
