package dev.hopwise.measure;

import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.model.rollup.RollupRow;
import dev.hopwise.model.rollup.SeriesKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the tables counted since the last cut. Recording spans knows nothing of it: a cut compares
/// each series with a copy of what it was, which doubles the memory of those that count. Not
/// thread-safe.
final class MeasureCuts {

  /// So many are looked at under the lock before others get it: about a tenth of a millisecond.
  static final int SERIES_AT_ONCE = 256;

  private final List<SeriesCut> series = new ArrayList<>();
  private final List<EdgeCut> edges = new ArrayList<>();

  private record SeriesCut(SeriesKey.OfSpans key, HistogramCut durations) {}

  private static final class EdgeCut {
    final SeriesKey.OfEdge key;
    final HistogramCut server = new HistogramCut();
    final HistogramCut client = new HistogramCut();
    long failed;

    EdgeCut(SeriesKey.OfEdge key) {
      this.key = key;
    }
  }

  /// Adds the rows of some series, from a number on.
  ///
  /// @return whether there are more
  boolean series(RedTable table, int from, List<RollupRow> rows) {
    int to = Math.min(table.seriesCount(), from + SERIES_AT_ONCE);
    for (int number = from; number < to; number++) {
      if (number == series.size()) {
        series.add(new SeriesCut(table.key(number), new HistogramCut()));
      }
      SeriesCut cut = series.get(number);
      @Nullable DurationCounts since = cut.durations.next(table.durations(number));
      if (since != null) {
        rows.add(RollupRow.ofSpans(cut.key, since));
      }
    }
    return to < table.seriesCount();
  }

  /// Adds the rows of some edges, from a number on.
  ///
  /// @return whether there are more
  boolean edges(EdgeTable table, int from, List<RollupRow> rows) {
    int to = Math.min(table.count(), from + SERIES_AT_ONCE);
    for (int number = from; number < to; number++) {
      if (number == edges.size()) {
        edges.add(new EdgeCut(table.key(number)));
      }
      edge(table, number, edges.get(number), rows);
    }
    return to < table.count();
  }

  private static void edge(EdgeTable table, int number, EdgeCut cut, List<RollupRow> rows) {
    @Nullable DurationCounts server = cut.server.next(table.serverDurations(number));
    @Nullable DurationCounts client = cut.client.next(table.clientDurations(number));
    if (server != null && client != null) {
      long failed = table.failed(number);
      rows.add(new RollupRow(cut.key, failed - cut.failed, server, client));
      cut.failed = failed;
    }
  }
}
