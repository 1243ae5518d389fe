package dev.hopwise.analyze;

import java.util.Locale;

/// What a hop is.
public enum HopKind {
  /// A service's own time, local spans included.
  SERVICE,
  /// The time between a CLIENT span and the SERVER span that it reached.
  EDGE,
  DATABASE,
  QUEUE,
  EXTERNAL;

  /// As the API spells it.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
