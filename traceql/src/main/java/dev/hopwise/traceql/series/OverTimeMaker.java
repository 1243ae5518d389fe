package dev.hopwise.traceql.series;

import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Intrinsic;
import dev.hopwise.traceql.MetricsExpression.Measured;
import dev.hopwise.traceql.MetricsFunction;
import dev.hopwise.traceql.MetricsFunction.Kind;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.TraceView;
import dev.hopwise.traceql.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The functions that make numbers of spans that are told apart by values.
final class OverTimeMaker implements SeriesMaker {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Query pipeline;
  private final MetricsFunction.OverTime function;
  private final SeriesGrid grid;
  private final Room room;
  private final int exemplarsMax;
  private final Map<Key, SpanSeries> series = new HashMap<>();

  private record Key(List<Value> values, double bucket) {}

  /// @param exemplarsMax of each series
  OverTimeMaker(
      Measured measured,
      MetricsFunction.OverTime function,
      SeriesGrid grid,
      Room room,
      int exemplarsMax) {
    this.pipeline = new Query(measured.pipeline(), Map.of());
    this.function = function;
    this.grid = grid;
    this.room = room;
    this.exemplarsMax = exemplarsMax;
  }

  @Override
  public void add(TraceView trace) {
    TraceSpan.forEachSelected(pipeline, trace, this::add);
  }

  private void add(TraceSpan span) {
    int step = grid.stepOf(span.startEpochNanos());
    double x = function.argument() == null ? 1 : number(span.value(function.argument()));
    if (step < 0 || span.weight() == 0 || Double.isNaN(x)) {
      return;
    }
    double bucket =
        function.kind() == Kind.HISTOGRAM_OVER_TIME ? bucket(x, isDuration()) : Double.NaN;
    SpanSeries target = target(span, bucket);
    if (target == null
        || !target.add(step, span, x, function.kind() == Kind.QUANTILE_OVER_TIME, room)) {
      room.leaveOut();
    }
  }

  private @Nullable SpanSeries target(TraceSpan span, double bucket) {
    List<Value> values = new ArrayList<>(function.by().size());
    for (FieldExpression by : function.by()) {
      values.add(span.value(by));
    }
    Key key = new Key(values, bucket);
    SpanSeries target = series.get(key);
    if (target == null && room.takeSeries(SpanSeries.bytes(grid))) {
      target = new SpanSeries(grid, exemplarsMax, !function.kind().counts());
      series.put(key, target);
    }
    return target;
  }

  private boolean isDuration() {
    return function.argument() == Intrinsic.DURATION
        || function.argument() == Intrinsic.TRACE_DURATION
        || function.argument() == Intrinsic.EVENT_TIME_SINCE_START;
  }

  /// Durations in seconds; NaN for what is no number.
  static double number(Value value) {
    return switch (value) {
      case Value.DurationNanos(long nanos) -> nanos / NANOS_PER_SECOND;
      case Value.Int(long integer) -> (double) integer;
      case Value.Real(double real) -> real;
      default -> Double.NaN;
    };
  }

  /// The next power of two, of nanoseconds where it is a duration; 0 for what is not above zero.
  static double bucket(double x, boolean duration) {
    double number = duration ? Math.rint(x * NANOS_PER_SECOND) : x;
    if (!(number > 0)) {
      return 0;
    }
    int exponent = Math.getExponent(number);
    double power = Math.scalb(1.0, exponent);
    double limit = power == number ? power : power * 2;
    return duration ? limit / NANOS_PER_SECOND : limit;
  }

  @Override
  public List<TimeSeries> series() {
    List<TimeSeries> all = new ArrayList<>();
    if (series.isEmpty() && function.by().isEmpty() && function.kind().counts()) {
      all.add(
          new SpanSeries(grid, 0, false).series(SeriesLabels.of(function, List.of()), this::point));
    }
    series.forEach((key, each) -> {
      List<SeriesLabel> labels = SeriesLabels.of(function, key.values());
      if (function.kind() == Kind.QUANTILE_OVER_TIME) {
        for (double share : function.quantiles()) {
          all.add(
              each.series(
                  SeriesLabels.with(labels, SeriesLabel.QUANTILE, share),
                  (cell, _) -> cell == null ? null : cell.quantile(share)));
        }
      } else if (function.kind() == Kind.HISTOGRAM_OVER_TIME) {
        all.add(
            each.series(SeriesLabels.with(labels, SeriesLabel.BUCKET, key.bucket()), this::point));
      } else {
        all.add(each.series(labels, this::point));
      }
    });
    return all;
  }

  /// @param noneMax how many may have come in a step without a span
  private @Nullable Estimate point(@Nullable Cell cell, double noneMax) {
    return switch (function.kind()) {
      case RATE -> count(cell, noneMax).times(1 / grid.stepSeconds());
      case COUNT_OVER_TIME, HISTOGRAM_OVER_TIME -> count(cell, noneMax);
      case MIN_OVER_TIME -> cell == null ? null : cell.lowest();
      case MAX_OVER_TIME -> cell == null ? null : cell.highest();
      case SUM_OVER_TIME -> cell == null ? null : cell.total();
      case AVG_OVER_TIME -> cell == null ? null : cell.mean();
      case QUANTILE_OVER_TIME -> throw new IllegalStateException("made one by one");
    };
  }

  private static Estimate count(@Nullable Cell cell, double noneMax) {
    return cell == null ? new Estimate(0, 0, noneMax, 0) : cell.count();
  }
}
