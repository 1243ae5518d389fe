package dev.hopwise.traceql.series;

import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// What one series gathered in each step, with some traces as examples.
final class SpanSeries {

  private static final long EXEMPLAR_BYTES = 80;

  private final @Nullable Cell[] cells;
  private final int exemplarsMax;
  private final boolean valued;

  /// Those with the highest hashes of their trace ids first, so that which are kept does not depend
  /// on the order in which spans come.
  private final PriorityQueue<Chosen> chosen =
      new PriorityQueue<>(
          Comparator.comparingLong(Chosen::hash).thenComparingLong(Chosen::order).reversed());

  private double spreadMax;

  private record Chosen(long hash, long order, Exemplar exemplar) {}

  /// What a point is made of.
  interface PointMaker {
    /// @param cell null in a step without spans
    /// @param noneMax how many spans may have come in such a step
    @Nullable Estimate point(@Nullable Cell cell, double noneMax);
  }

  /// @param valued whether a span has a number of its own
  SpanSeries(SeriesGrid grid, int exemplarsMax, boolean valued) {
    cells = new Cell[grid.steps()];
    this.exemplarsMax = exemplarsMax;
    this.valued = valued;
  }

  static long bytes(SeriesGrid grid) {
    return 200 + 56L * grid.steps();
  }

  boolean add(int step, TraceSpan span, double x, boolean withBuckets, Room room) {
    Cell cell = cells[step];
    if (cell == null) {
      if (!room.take(Cell.BYTES)) {
        return false;
      }
      cell = new Cell();
      cells[step] = cell;
    }
    if (!cell.add(span, x, withBuckets, room)) {
      return false;
    }
    choose(span, x, room);
    return true;
  }

  private void choose(TraceSpan span, double x, Room room) {
    if (exemplarsMax == 0) {
      return;
    }
    long hash = Signs.hash(span.traceIdHigh(), span.traceIdLow());
    long order = span.startEpochNanos();
    if (chosen.size() == exemplarsMax) {
      Chosen last = chosen.element();
      if (hash > last.hash || (hash == last.hash && order >= last.order)) {
        return;
      }
      chosen.remove();
    } else if (!room.take(EXEMPLAR_BYTES)) {
      return;
    }
    TraceId trace = new TraceId(span.traceIdHigh(), span.traceIdLow());
    chosen.add(new Chosen(hash, order, new Exemplar(trace, order, valued ? x : Double.NaN)));
  }

  TimeSeries series(List<SeriesLabel> labels, PointMaker maker) {
    spreadMax = 0;
    for (Cell cell : cells) {
      spreadMax = Math.max(spreadMax, cell == null ? 0 : cell.spread());
    }
    List<@Nullable Estimate> points = new ArrayList<>(cells.length);
    for (Cell cell : cells) {
      points.add(maker.point(cell, spreadMax));
    }
    return new TimeSeries(
        labels,
        points,
        chosen.stream()
            .map(Chosen::exemplar)
            .sorted(Comparator.comparingLong(Exemplar::epochNanos).thenComparing(Exemplar::traceId))
            .toList());
  }
}
