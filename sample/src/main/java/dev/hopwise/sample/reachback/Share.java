package dev.hopwise.sample.reachback;

import dev.hopwise.model.HeadSampling;
import dev.hopwise.sample.ConsistentThreshold;

/// How many of the traces that match are kept: those whose randomness reaches a threshold, which is
/// the window's, or where their spans exceed the budget the lowest under which they do not.
///
/// So the choice is the one that a consistent sampler of that probability makes, and the budget is
/// kept to the span.
///
/// @param threshold 0 to 2^56
record Share(long threshold, long overBudgetTraces) {

  /// The choice among the traces of a table that {@link TraceTable#MATCHED}.
  static Share of(TraceTable table, double rate, double spansMax) {
    long atRate = ConsistentThreshold.of(rate);
    if (spansFrom(table, atRate) <= spansMax) {
      return new Share(atRate, 0);
    }
    long tooLow = atRate;
    long enough = HeadSampling.RANDOMNESS_RANGE;
    while (enough - tooLow > 1) {
      long middle = tooLow + (enough - tooLow) / 2;
      if (spansFrom(table, middle) <= spansMax) {
        enough = middle;
      } else {
        tooLow = middle;
      }
    }
    return new Share(enough, tracesFrom(table, atRate) - tracesFrom(table, enough));
  }

  /// With which a trace is chosen; 0 where none is.
  double probability() {
    return (double) (HeadSampling.RANDOMNESS_RANGE - threshold) / HeadSampling.RANDOMNESS_RANGE;
  }

  private static double spansFrom(TraceTable table, long threshold) {
    double spans = 0;
    for (int i = 0; i < table.slots(); i++) {
      if (table.state[i] == TraceTable.MATCHED && table.randomness[i] >= threshold) {
        spans += table.spans[i];
      }
    }
    return spans;
  }

  private static long tracesFrom(TraceTable table, long threshold) {
    long traces = 0;
    for (int i = 0; i < table.slots(); i++) {
      if (table.state[i] == TraceTable.MATCHED && table.randomness[i] >= threshold) {
        traces++;
      }
    }
    return traces;
  }
}
