package dev.hopwise.store.rollup;

import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.model.rollup.DurationTotals;
import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.model.rollup.RollupRow;
import dev.hopwise.model.rollup.SeriesKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Cuts of one stretch added up, into a cut of that stretch. Not thread-safe.
public final class RollupSum {

  private final long startEpochSeconds;
  private final Map<SeriesKey, Row> rows = new LinkedHashMap<>();
  private long coveredMillis;

  private static final class Row {
    long errors;
    final DurationTotals durations = new DurationTotals();
    final DurationTotals callerDurations = new DurationTotals();
  }

  public RollupSum(long startEpochSeconds) {
    this.startEpochSeconds = startEpochSeconds;
  }

  public long startEpochSeconds() {
    return startEpochSeconds;
  }

  /// Adds a cut of the stretch.
  public void add(RollupCut cut) {
    coveredMillis += cut.coveredMillis();
    for (RollupRow each : cut.rows()) {
      Row row = rows.computeIfAbsent(each.key(), _ -> new Row());
      row.errors += each.errors();
      row.durations.add(each.durations());
      if (each.key() instanceof SeriesKey.OfEdge) {
        row.callerDurations.add(each.callerDurations());
      }
    }
  }

  /// The sum, as of now.
  public RollupCut cut() {
    List<RollupRow> all = new ArrayList<>(rows.size());
    rows.forEach((key, row) -> all.add(row(key, row)));
    return new RollupCut(startEpochSeconds, coveredMillis, all);
  }

  private static RollupRow row(SeriesKey key, Row row) {
    DurationCounts durations = row.durations.counts();
    return new RollupRow(
        key,
        row.errors,
        durations,
        key instanceof SeriesKey.OfEdge ? row.callerDurations.counts() : durations);
  }
}
