package dev.hopwise.server;

import java.util.logging.Level;
import java.util.logging.Logger;

/// One line per event on standard error; libraries speak only from warnings on.
final class Logging {

  /// Held, because java.util.logging forgets the level of a logger that nobody holds.
  private static final Logger ROOT = Logger.getLogger("");

  private static final Logger OURS = Logger.getLogger("dev.hopwise");

  /// Several Armeria servers in one process register the same gauges, of which it warns at each
  /// start.
  private static final Logger MICROMETER = Logger.getLogger("io.micrometer");

  private Logging() {}

  static void configure(String format) {
    System.setProperty("java.util.logging.SimpleFormatter.format", format);
    ROOT.setLevel(Level.WARNING);
    OURS.setLevel(Level.INFO);
    MICROMETER.setLevel(Level.SEVERE);
  }
}
