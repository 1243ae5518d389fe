package dev.hopwise.store.rollup;

import java.util.List;

/// How long the stretches are that rollups stand for. Each is a multiple of the one before.
public enum Resolution {
  TEN_SECONDS(10),
  MINUTE(60),
  HOUR(3_600);

  /// From the finest to the coarsest.
  public static final List<Resolution> ALL = List.of(values());

  private final int seconds;

  Resolution(int seconds) {
    this.seconds = seconds;
  }

  /// How long.
  public int seconds() {
    return seconds;
  }

  /// The beginning of the stretch that a time lies in.
  public long floor(long epochSeconds) {
    return Math.floorDiv(epochSeconds, (long) seconds) * seconds;
  }
}
