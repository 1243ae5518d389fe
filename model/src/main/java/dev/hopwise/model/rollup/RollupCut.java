package dev.hopwise.model.rollup;

import java.util.List;

/// What all series counted in a stretch of time, by the time of receipt. Series that counted
/// nothing are not there.
///
/// @param startEpochSeconds where the stretch begins, a multiple of its resolution
/// @param coveredMillis how much of it was measured: a process that starts in its middle measures
///   the rest
public record RollupCut(long startEpochSeconds, long coveredMillis, List<RollupRow> rows) {
  public RollupCut {
    rows = List.copyOf(rows);
  }
}
