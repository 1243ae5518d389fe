package dev.hopwise.traceql.series;

import dev.hopwise.traceql.Comparisons;
import dev.hopwise.traceql.SeriesStage;
import dev.hopwise.traceql.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What chooses among series.
final class SeriesStages {

  private SeriesStages() {}

  /// Series of which no point is left are gone.
  static List<TimeSeries> apply(List<SeriesStage> stages, List<TimeSeries> series) {
    List<TimeSeries> current = series;
    for (SeriesStage stage : stages) {
      current =
          switch (stage) {
            case SeriesStage.Top(int n, boolean lowest) -> top(n, lowest, current);
            case SeriesStage.Threshold threshold -> above(threshold, current);
          };
      current =
          current.stream()
              .filter(each -> each.points().stream().anyMatch(Objects::nonNull))
              .toList();
    }
    return current;
  }

  /// Step by step: a series may be among them in one and not in the next. Of equal ones the first
  /// by its labels.
  private static List<TimeSeries> top(int n, boolean lowest, List<TimeSeries> series) {
    if (series.size() <= n) {
      return series;
    }
    List<TimeSeries> sorted =
        series.stream().sorted(Comparator.comparing(each -> each.labels().toString())).toList();
    int steps = sorted.getFirst().points().size();
    List<List<@Nullable Estimate>> kept = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      kept.add(new ArrayList<>(java.util.Collections.nCopies(steps, null)));
    }
    for (int step = 0; step < steps; step++) {
      int at = step;
      Comparator<Integer> byValue =
          Comparator.comparingDouble(i -> value(sorted.get(i).points().get(at)));
      IntStream.range(0, sorted.size())
          .filter(i -> sorted.get(i).points().get(at) != null)
          .boxed()
          .sorted(lowest ? byValue : byValue.reversed())
          .limit(n)
          .forEach(i -> kept.get(i).set(at, sorted.get(i).points().get(at)));
    }
    return IntStream.range(0, sorted.size())
        .mapToObj(i -> sorted.get(i).with(kept.get(i)))
        .toList();
  }

  private static double value(@Nullable Estimate point) {
    return point == null ? Double.NaN : point.value();
  }

  private static List<TimeSeries> above(SeriesStage.Threshold threshold, List<TimeSeries> series) {
    Value limit = new Value.Real(OverTimeMaker.number(threshold.value()));
    List<TimeSeries> result = new ArrayList<>();
    for (TimeSeries each : series) {
      List<@Nullable Estimate> points = new ArrayList<>();
      for (Estimate point : each.points()) {
        points.add(
            point != null
                    && Comparisons.holds(
                        threshold.comparison(), new Value.Real(point.value()), limit)
                ? point
                : null);
      }
      result.add(each.with(points));
    }
    return result;
  }
}
