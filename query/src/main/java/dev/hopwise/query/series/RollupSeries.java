package dev.hopwise.query.series;

import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.model.rollup.SeriesKey;
import dev.hopwise.store.rollup.RollupReader;
import dev.hopwise.traceql.MetricsFunction.Kind;
import dev.hopwise.traceql.Value;
import dev.hopwise.traceql.series.Estimate;
import dev.hopwise.traceql.series.Room;
import dev.hopwise.traceql.series.SeriesGrid;
import dev.hopwise.traceql.series.SeriesLabels;
import dev.hopwise.traceql.series.TimeSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/// Adds up rollups by step. A stretch that lies in two steps is divided between them by time. Not
/// thread-safe.
final class RollupSeries implements RollupReader {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final RollupPlan plan;
  private final SeriesGrid grid;
  private final long stretchNanos;
  private final Room room;
  private final Map<List<Value>, Integer> slots = new HashMap<>();
  private final List<double[]> counts = new ArrayList<>();
  private long stretchEpochNanos;

  /// A series stands for more than the query asks about, so that rollups do not tell.
  static final class UnclearException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnclearException() {
      super("a series stands for several names", null, false, false);
    }
  }

  RollupSeries(RollupPlan plan, SeriesGrid grid, int stretchSeconds, Room room) {
    this.plan = plan;
    this.grid = grid;
    this.stretchNanos = stretchSeconds * NANOS_PER_SECOND;
    this.room = room;
  }

  @Override
  public int slot(SeriesKey key) {
    return switch (plan.fit(key)) {
      case RollupPlan.Fit.None() -> SKIP;
      case RollupPlan.Fit.Unclear() -> throw new UnclearException();
      case RollupPlan.Fit.Group(List<Value> values) -> slot(values);
    };
  }

  private int slot(List<Value> values) {
    Integer known = slots.get(values);
    if (known != null) {
      return known;
    }
    if (!room.takeSeries(200 + 64L * grid.steps())) {
      room.leaveOut();
      return SKIP;
    }
    counts.add(new double[grid.steps()]);
    slots.put(values, counts.size() - 1);
    return counts.size() - 1;
  }

  @Override
  public void block(long startEpochSeconds, long coveredMillis) {
    Progress.checkCancelled();
    stretchEpochNanos = startEpochSeconds * NANOS_PER_SECOND;
  }

  @Override
  public void row(int slot, long errors, DurationCounts durations, DurationCounts callerDurations) {
    long from = Math.max(stretchEpochNanos, grid.fromEpochNanos());
    long end = Math.min(stretchEpochNanos + stretchNanos, grid.toEpochNanos());
    double[] steps = counts.get(slot);
    while (from < end) {
      int step = (int) ((from - grid.fromEpochNanos()) / grid.stepNanos());
      long to = Math.min(end, grid.endOf(step));
      steps[step] += (double) durations.count() * ((double) (to - from) / stretchNanos);
      from = to;
    }
  }

  List<TimeSeries> series() {
    boolean rate = plan.function().kind() == Kind.RATE;
    double factor = rate ? 1 / grid.stepSeconds() : 1;
    if (slots.isEmpty() && plan.function().by().isEmpty()) {
      slot(List.of());
    }
    List<TimeSeries> all = new ArrayList<>();
    slots.forEach((values, slot) -> {
      double[] steps = counts.get(slot);
      if (plan.function().by().isEmpty() || DoubleStream.of(steps).anyMatch(count -> count > 0)) {
        List<Estimate> points =
            Arrays.stream(steps)
                .mapToObj(count -> Estimate.exact(count * factor, Math.round(count)))
                .toList();
        all.add(
            new TimeSeries(
                SeriesLabels.of(plan.function(), values),
                Collections.unmodifiableList(points),
                List.of()));
      }
    });
    return all;
  }
}
