package dev.hopwise.store.rollup;

import java.time.Duration;

/// How long rollups are kept.
///
/// @param tenSeconds those of ten seconds
/// @param minute those of a minute and of an hour
/// @param bytesMax of all together; the oldest go first
public record RollupRetention(Duration tenSeconds, Duration minute, long bytesMax) {

  /// For so long those of a resolution are kept.
  public Duration of(Resolution resolution) {
    return resolution == Resolution.TEN_SECONDS ? tenSeconds : minute;
  }
}
