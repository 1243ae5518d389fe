package dev.hopwise.server.push;

import java.util.List;

/// A part of what was collected at one moment; the points of one metric stand together.
record MetricChunk(long epochNanos, List<MetricPoint> points) {

  /// So many points are one request: some hundred kilobytes where each is a histogram.
  static final int POINTS_MAX = 1_000;

  MetricChunk {
    points = List.copyOf(points);
  }

  long epochMillis() {
    return epochNanos / 1_000_000L;
  }

  int bytes() {
    return points.stream().mapToInt(MetricPoint::bytes).sum();
  }
}
