package dev.hopwise.store.lake.rollup;

import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.model.rollup.RollupRow;
import dev.hopwise.model.rollup.SeriesKey;
import dev.hopwise.store.rollup.RollupReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the blocks of one level together again, for the level above.
final class CutReader implements RollupReader {

  private static final Logger LOG = LoggerFactory.getLogger(CutReader.class);

  private final RollupLevel level;
  private final List<SeriesKey> keys = new ArrayList<>();
  private final List<RollupRow> rows = new ArrayList<>();
  private long start;
  private long covered;
  private long sequence;
  private long nextSequence;

  CutReader(RollupLevel level) {
    this.level = level;
  }

  void next(long blockSequence) {
    nextSequence = blockSequence;
  }

  @Override
  public int slot(SeriesKey key) {
    keys.add(key);
    return keys.size() - 1;
  }

  @Override
  public void block(long startEpochSeconds, long coveredMillis) {
    finish();
    start = startEpochSeconds;
    covered = coveredMillis;
    sequence = nextSequence;
  }

  @Override
  public void row(int slot, long errors, DurationCounts durations, DurationCounts callerDurations) {
    rows.add(new RollupRow(keys.get(slot), errors, copy(durations), copy(callerDurations)));
  }

  private static DurationCounts copy(DurationCounts counts) {
    DurationCounts copy = new DurationCounts().reset(counts.zeroCount(), counts.sumNanos());
    for (int place = 0; place < counts.size(); place++) {
      copy.add(counts.index(place), counts.count(place));
    }
    return copy;
  }

  void finish() {
    if (sequence == 0) {
      return;
    }
    try {
      level.offer(new RollupCut(start, covered, rows), sequence);
    } catch (IOException e) {
      // It waits at its level: a full device must not keep a server from starting.
      LOG.error("rollups not written", e);
    }
    rows.clear();
    sequence = 0;
  }
}
