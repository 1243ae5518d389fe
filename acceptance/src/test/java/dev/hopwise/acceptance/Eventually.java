package dev.hopwise.acceptance;

import java.time.Duration;

/// Waits for what another process does in its own time.
final class Eventually {

  private Eventually() {}

  /// Something that may still fail.
  interface Check {
    void run() throws Exception;
  }

  /// Repeats a check until it passes; its last failure when the time is over.
  static void passes(Duration within, Check check) throws Exception {
    long deadline = System.nanoTime() + within.toNanos();
    while (true) {
      try {
        check.run();
        return;
      } catch (AssertionError | RuntimeException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }
}
