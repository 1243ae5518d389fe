package dev.hopwise.sample.reachback;

import java.time.Duration;

/// What a reach-back may take.
///
/// @param bytesMax of memory for what it gathers, without the one record that is being read
/// @param traceSpread how much longer than the window reaches back the journal is read for earlier
///   spans of the traces that it chose: the decision's timeout and a little more
public record ReachBackLimits(long bytesMax, Duration traceSpread) {

  /// Least memory that lets it make progress.
  static final long BYTES_MIN = 64 << 10;

  public ReachBackLimits {
    if (bytesMax < BYTES_MIN) {
      throw new IllegalArgumentException(bytesMax + " bytes are less than " + BYTES_MIN);
    }
  }

  /// 64 MiB.
  public static ReachBackLimits of(Duration decisionTimeout) {
    return new ReachBackLimits(64L << 20, decisionTimeout.plusSeconds(5));
  }

  /// Of the table of traces, half as much again while it grows.
  long tableBytesMax() {
    return bytesMax / 3;
  }

  /// Of the spans that are gathered to be judged as a trace, likewise.
  long pileBytesMax() {
    return bytesMax / 3;
  }
}
