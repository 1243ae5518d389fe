package dev.hopwise.query.series;

import dev.hopwise.query.QueryRefusedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/// How far a query came, and how much time it has left. Not thread-safe.
final class Progress {

  private final Clock clock;
  private final Instant started;
  private final Instant deadline;
  private final Set<String> shortcomings = new LinkedHashSet<>();
  private long completeFromEpochNanos = Long.MIN_VALUE;
  private long traces;
  private long spans;
  private long bytes;
  private boolean usedRollups;
  private boolean usedSpans;
  private int resolutionSeconds;

  Progress(Clock clock, Duration timeLimit) {
    this.clock = clock;
    started = clock.instant();
    deadline = started.plus(timeLimit);
  }

  static void checkCancelled() {
    if (Thread.interrupted()) {
      throw new QueryRefusedException.Cancelled();
    }
  }

  boolean timeIsOver() {
    return !clock.instant().isBefore(deadline);
  }

  Duration timeLeft() {
    Duration left = Duration.between(clock.instant(), deadline);
    return left.isPositive() ? left : Duration.ofMillis(1);
  }

  Duration elapsed() {
    return Duration.between(started, clock.instant());
  }

  /// Only what starts later was read in full.
  void endedEarly(long completeFrom) {
    completeFromEpochNanos = Math.max(completeFromEpochNanos, completeFrom);
    shortcomings.add("time was over before all spans were read");
  }

  void fellShort(String how) {
    shortcomings.add(how);
  }

  void readTrace(long ofSpans) {
    usedSpans = true;
    traces++;
    spans += ofSpans;
  }

  void readStore(long moreSpans, long moreBytes) {
    usedSpans = true;
    spans += moreSpans;
    bytes += moreBytes;
  }

  void readRollups(int seconds) {
    usedRollups = true;
    resolutionSeconds = Math.max(resolutionSeconds, seconds);
  }

  SeriesAnswer.Source source() {
    return usedRollups
        ? usedSpans ? SeriesAnswer.Source.BOTH : SeriesAnswer.Source.ROLLUPS
        : SeriesAnswer.Source.SPANS;
  }

  int resolutionSeconds() {
    return resolutionSeconds;
  }

  Set<String> shortcomings() {
    return shortcomings;
  }

  long completeFromEpochNanos() {
    return completeFromEpochNanos;
  }

  long traces() {
    return traces;
  }

  long spans() {
    return spans;
  }

  long bytes() {
    return bytes;
  }
}
