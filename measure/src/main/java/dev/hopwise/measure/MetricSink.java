package dev.hopwise.measure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where metrics are written to, in whichever form. Per metric a {@link #head}, then its samples.
public interface MetricSink {

  /// Begins a metric.
  void head(Metric metric);

  /// A counter or gauge.
  ///
  /// @param labels the values, in the order of the declaration
  void sample(Metric metric, long value, String... labels);

  /// A histogram.
  ///
  /// @param exemplars by fixed bucket, null where there is none; may be empty
  void histogram(
      Metric metric,
      HistogramSnapshot histogram,
      List<@Nullable Exemplar> exemplars,
      String... labels);

  /// A histogram without exemplars.
  default void histogram(Metric metric, HistogramSnapshot histogram, String... labels) {
    histogram(metric, histogram, List.of(), labels);
  }

  /// A metric with a single sample and no labels.
  default void single(Metric metric, long value) {
    head(metric);
    sample(metric, value);
  }
}
