package dev.hopwise.measure;

/// Durations of something that happens less often than spans, such as requests. Any thread.
public final class DurationRecorder {

  private final DurationHistogram durations = new DurationHistogram(FixedBounds.STAGES);

  /// Counts one.
  ///
  /// @param nanos negative, where a clock was set back, counts as 0
  public synchronized void record(long nanos) {
    durations.record(nanos, 1);
  }

  /// All up to now.
  public synchronized HistogramSnapshot snapshot() {
    return durations.snapshot();
  }
}
