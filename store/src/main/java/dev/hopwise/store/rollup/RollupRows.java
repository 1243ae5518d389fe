package dev.hopwise.store.rollup;

import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.model.rollup.RollupRow;

/// Gives a reader what lies in memory.
public final class RollupRows {

  private RollupRows() {}

  /// Gives it a cut as one block.
  public static void give(RollupCut cut, RollupReader reader) {
    int[] slots = cut.rows().stream().mapToInt(row -> reader.slot(row.key())).toArray();
    reader.block(cut.startEpochSeconds(), cut.coveredMillis());
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] != RollupReader.SKIP) {
        RollupRow row = cut.rows().get(i);
        reader.row(slots[i], row.errors(), row.durations(), row.callerDurations());
      }
    }
  }
}
