package dev.hopwise.store.lake;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Names of hours, as Iceberg writes the values of an `hour` partition: `2026-11-22-10`, UTC.
final class Hours {

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HH").withZone(ZoneOffset.UTC);
  private static final long HOUR_SECONDS = 3_600;

  private Hours() {}

  /// @param hour hours since 1970
  static String name(int hour) {
    return NAME.format(Instant.ofEpochSecond(hour * HOUR_SECONDS));
  }
}
