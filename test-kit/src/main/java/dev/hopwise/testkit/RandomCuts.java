package dev.hopwise.testkit;

import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.model.rollup.RollupRow;
import dev.hopwise.model.rollup.SeriesKey;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Cuts of series that come and go.
public final class RandomCuts {

  private static final int SERIES = 40;

  private final SplittableRandom random;

  public RandomCuts(long seed) {
    random = new SplittableRandom(seed);
  }

  /// A cut of a stretch, of some of the series.
  public RollupCut cut(long startEpochSeconds) {
    List<RollupRow> rows = new ArrayList<>();
    for (int series = 0; series < SERIES; series++) {
      if (random.nextInt(3) == 0) {
        rows.add(row(series));
      }
    }
    return new RollupCut(startEpochSeconds, random.nextLong(1, 10_001), rows);
  }

  private RollupRow row(int series) {
    DurationCounts durations = durations();
    if (series % 4 == 0) {
      SeriesKey.OfEdge key =
          new SeriesKey.OfEdge("caller " + series, "callée " + series % 8, "database");
      DurationCounts caller = random.nextBoolean() ? durations : durations();
      return new RollupRow(key, random.nextLong(1 + durations.count()), durations, caller);
    }
    return RollupRow.ofSpans(
        new SeriesKey.OfSpans(
            "service " + series % 3,
            "span " + series,
            SpanKind.ofNumber(series % 6),
            StatusCode.ofNumber(series % 3)),
        durations);
  }

  private DurationCounts durations() {
    DurationCounts counts =
        new DurationCounts()
            .reset(
                random.nextInt(4) == 0 ? random.nextLong(1, 1_000_000) : 0,
                random.nextInt(10) == 0 ? Long.MAX_VALUE : random.nextLong(1L << 50));
    int index = random.nextInt(-479, 400);
    int size = random.nextInt(20);
    for (int place = 0; place < size; place++) {
      counts.add(index, random.nextInt(10) == 0 ? random.nextLong(1, 1L << 40) : 1);
      index += random.nextInt(1, 8);
    }
    return counts.count() > 0 ? counts : counts.add(7, 1);
  }
}
