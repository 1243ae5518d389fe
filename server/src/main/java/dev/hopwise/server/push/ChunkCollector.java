package dev.hopwise.server.push;

import dev.hopwise.measure.Exemplar;
import dev.hopwise.measure.HistogramSnapshot;
import dev.hopwise.measure.Metric;
import dev.hopwise.measure.MetricSink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Turns metrics as they are written into chunks. At the end {@link #finish}.
final class ChunkCollector implements MetricSink {

  private final long epochNanos;
  private final long sinceEpochNanos;
  private final Consumer<MetricChunk> chunks;
  private final List<MetricPoint> points = new ArrayList<>();

  /// @param sinceEpochNanos of the exemplars only newer ones are taken: unlike counters they do not
  ///   add up, and a receiver wants each of them once
  ChunkCollector(long epochNanos, long sinceEpochNanos, Consumer<MetricChunk> chunks) {
    this.epochNanos = epochNanos;
    this.sinceEpochNanos = sinceEpochNanos;
    this.chunks = chunks;
  }

  @Override
  public void head(Metric metric) {}

  @Override
  public void sample(Metric metric, long value, String... labels) {
    add(metric, new MetricPoint.Value.Single(value), labels);
  }

  @Override
  public void histogram(
      Metric metric,
      HistogramSnapshot histogram,
      List<@Nullable Exemplar> exemplars,
      String... labels) {
    List<Exemplar> fresh = new ArrayList<>();
    for (Exemplar exemplar : exemplars) {
      if (exemplar != null && exemplar.epochNanos() > sinceEpochNanos) {
        fresh.add(exemplar);
      }
    }
    fresh.sort(Comparator.comparingLong(Exemplar::epochNanos));
    add(metric, new MetricPoint.Value.Durations(histogram, fresh), labels);
  }

  void finish() {
    if (!points.isEmpty()) {
      chunks.accept(new MetricChunk(epochNanos, points));
      points.clear();
    }
  }

  private void add(Metric metric, MetricPoint.Value value, String[] labels) {
    metric.check(labels);
    points.add(new MetricPoint(metric, List.of(labels), value));
    if (points.size() == MetricChunk.POINTS_MAX) {
      finish();
    }
  }
}
