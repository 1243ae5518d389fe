package dev.hopwise.testkit;

import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.model.rollup.DurationTotals;
import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.model.rollup.SeriesKey;
import dev.hopwise.store.rollup.Resolution;
import dev.hopwise.store.rollup.RollupReader;
import dev.hopwise.store.rollup.RollupRows;
import dev.hopwise.store.rollup.RollupStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a reader was given, added up by stretch and series: two stores agree when their tallies are
/// equal.
public final class RollupTally implements RollupReader {

  private final List<SeriesKey> keys = new ArrayList<>();
  private final Map<Long, Long> covered = new TreeMap<>();
  private final Map<String, Sum> sums = new TreeMap<>();
  private final int seconds;
  private long start;

  private static final class Sum {
    long errors;
    final DurationTotals durations = new DurationTotals();
    final DurationTotals callerDurations = new DurationTotals();
  }

  /// @param resolution blocks are added up by its stretches
  public RollupTally(Resolution resolution) {
    seconds = resolution.seconds();
  }

  /// What a store has of a resolution in a range.
  public static RollupTally of(RollupStore store, Resolution resolution, long from, long to) {
    RollupTally tally = new RollupTally(resolution);
    store.scan(resolution, from, to, tally);
    return tally;
  }

  /// What cuts are worth in a range.
  public static RollupTally of(List<RollupCut> cuts, Resolution resolution, long from, long to) {
    RollupTally tally = new RollupTally(resolution);
    for (RollupCut cut : cuts) {
      long stretch = resolution.floor(cut.startEpochSeconds());
      if (stretch >= from && stretch < to) {
        RollupRows.give(cut, tally);
      }
    }
    return tally;
  }

  /// How many stretches have a block.
  public int stretches() {
    return covered.size();
  }

  @Override
  public int slot(SeriesKey key) {
    keys.add(key);
    return keys.size() - 1;
  }

  @Override
  public void block(long startEpochSeconds, long coveredMillis) {
    start = Math.floorDiv(startEpochSeconds, (long) seconds) * seconds;
    covered.merge(start, coveredMillis, Long::sum);
  }

  @Override
  public void row(int slot, long errors, DurationCounts durations, DurationCounts callerDurations) {
    Sum sum = sums.computeIfAbsent(start + " " + keys.get(slot), _ -> new Sum());
    sum.errors += errors;
    sum.durations.add(durations);
    sum.callerDurations.add(callerDurations);
  }

  /// Where this and another one differ first; empty when they are equal.
  public String differenceTo(RollupTally other) {
    List<String> mine = lines();
    List<String> others = other.lines();
    for (int i = 0; i < Math.max(mine.size(), others.size()); i++) {
      String left = i < mine.size() ? mine.get(i) : "nothing";
      String right = i < others.size() ? others.get(i) : "nothing";
      if (!left.equals(right)) {
        return left + "\ninstead of\n" + right;
      }
    }
    return "";
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    covered.forEach((stretch, millis) -> lines.add(stretch + " covered " + millis));
    sums.forEach((key, sum) ->
        lines.add(
            key
                + " errors "
                + sum.errors
                + " durations "
                + sum.durations.counts()
                + " caller "
                + sum.callerDurations.counts()));
    return lines;
  }
}
