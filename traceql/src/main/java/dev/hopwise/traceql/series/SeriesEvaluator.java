package dev.hopwise.traceql.series;

import dev.hopwise.traceql.MetricsExpression.Measured;
import dev.hopwise.traceql.MetricsFunction;
import dev.hopwise.traceql.MetricsQuery;
import dev.hopwise.traceql.TraceView;
import java.util.Comparator;
import java.util.List;

/// The meaning of a metrics query: the series of some traces. Not thread-safe.
public final class SeriesEvaluator {

  private final MetricsQuery query;
  private final SeriesGrid grid;
  private final List<SeriesMaker> makers;

  public SeriesEvaluator(MetricsQuery query, SeriesGrid grid, Room room, int exemplarsMax) {
    this.query = query;
    this.grid = grid;
    makers = query.measured().stream().map(each -> maker(each, grid, room, exemplarsMax)).toList();
  }

  /// For one pipeline with its function.
  ///
  /// @param exemplarsMax of each series
  public static SeriesMaker maker(Measured measured, SeriesGrid grid, Room room, int exemplarsMax) {
    return switch (measured.function()) {
      case MetricsFunction.OverTime function ->
          new OverTimeMaker(measured, function, grid, room, exemplarsMax);
      case MetricsFunction.Compare compare ->
          new CompareMaker(measured, compare, grid, room, exemplarsMax);
    };
  }

  /// Takes a trace, each once, with all its spans.
  public void add(TraceView trace) {
    makers.forEach(maker -> maker.add(trace));
  }

  /// The series, the largest first.
  public List<TimeSeries> series() {
    return sorted(
        SeriesMath.result(
            query.expression(), grid, makers.stream().map(SeriesMaker::series).toList()));
  }

  /// By the sum of their points, ties by labels.
  public static List<TimeSeries> sorted(List<TimeSeries> series) {
    return series.stream()
        .sorted(
            Comparator.comparingDouble((TimeSeries each) -> -each.size())
                .thenComparing(each -> each.labels().toString()))
        .toList();
  }
}
