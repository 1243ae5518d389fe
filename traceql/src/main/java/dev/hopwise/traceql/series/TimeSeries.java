package dev.hopwise.traceql.series;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Numbers over time.
///
/// @param points one for each step of the grid, null where there is nothing to say
public record TimeSeries(
    List<SeriesLabel> labels, List<@Nullable Estimate> points, List<Exemplar> exemplars) {
  public TimeSeries {
    labels = List.copyOf(labels);
    points = Collections.unmodifiableList(new ArrayList<>(points));
    exemplars = List.copyOf(exemplars);
  }

  /// By which series are put in order: the largest are worth most.
  double size() {
    return points.stream()
        .filter(Objects::nonNull)
        .mapToDouble(point -> Math.abs(point.value()))
        .filter(Double::isFinite)
        .sum();
  }

  TimeSeries with(List<@Nullable Estimate> otherPoints) {
    return new TimeSeries(labels, otherPoints, exemplars);
  }

  /// The same with at most so many exemplars, each in a step with a point. One of a counted span
  /// bears the point's value.
  public TimeSeries withExemplars(SeriesGrid grid, int max) {
    List<Exemplar> kept = new ArrayList<>();
    for (Exemplar each : exemplars) {
      int step = grid.stepOf(each.epochNanos());
      @Nullable Estimate point = step < 0 ? null : points.get(step);
      if (kept.size() < max && point != null) {
        kept.add(
            Double.isNaN(each.value())
                ? new Exemplar(each.traceId(), each.epochNanos(), point.value())
                : each);
      }
    }
    return withExemplars(kept);
  }

  /// The same with other exemplars.
  public TimeSeries withExemplars(List<Exemplar> others) {
    return new TimeSeries(labels, points, others);
  }
}
