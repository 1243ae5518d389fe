package dev.hopwise.sample.buffer;

import java.util.Locale;

/// Why a trace was decided when it was. The name in lower case with hyphens is what is stored.
public enum Trigger {
  /// Its root had ended, and no span had come for a while.
  QUIET,
  /// It had waited as long as one may.
  TIMEOUT,
  /// It had become as large as one may.
  SIZE,
  /// Others needed its room.
  MEMORY,
  /// The policy keeps everything, so there was nothing to wait for.
  IMMEDIATE,
  /// Its spans came after the decision on their trace.
  LATE;

  private final String text = name().toLowerCase(Locale.ROOT);

  /// As it is stored and shown.
  public String text() {
    return text;
  }
}
