package dev.hopwise.server.push;

import dev.hopwise.measure.Exemplar;
import dev.hopwise.measure.HistogramSnapshot;
import dev.hopwise.measure.Metric;
import java.util.List;

/// One series at one moment.
///
/// @param labels values, in the order of the metric's declaration; an empty one is no label
record MetricPoint(Metric metric, List<String> labels, Value value) {

  /// What it says.
  sealed interface Value {

    /// Of a counter or gauge.
    record Single(long number) implements Value {}

    /// Of a histogram.
    ///
    /// @param exemplars in order of time
    record Durations(HistogramSnapshot histogram, List<Exemplar> exemplars) implements Value {
      public Durations {
        exemplars = List.copyOf(exemplars);
      }
    }
  }

  private static final int TEXT_BYTES = 48;
  private static final int NUMBER_BYTES = 64;
  private static final int DURATIONS_BYTES = 128;
  private static final int EXEMPLAR_BYTES = 96;

  /// What it takes in memory, roughly.
  int bytes() {
    int texts = labels.stream().mapToInt(label -> TEXT_BYTES + label.length()).sum();
    return texts
        + switch (value) {
          case Value.Single _ -> NUMBER_BYTES;
          case Value.Durations(HistogramSnapshot histogram, List<Exemplar> exemplars) ->
              DURATIONS_BYTES
                  + Long.BYTES * (histogram.buckets() + histogram.exponentialBuckets())
                  + EXEMPLAR_BYTES * exemplars.size();
        };
  }
}
