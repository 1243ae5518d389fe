package dev.hopwise.server.trial;

/// The time that somebody asks about.
///
/// @param fromEpochNanos nanoseconds since 1970
/// @param toEpochNanos exclusive, not before
public record TrialRange(long fromEpochNanos, long toEpochNanos) {

  /// At most so long, and not of the future.
  TrialRange within(long nanosMax, long nowEpochNanos) {
    long to = Math.max(fromEpochNanos, Math.min(toEpochNanos, nowEpochNanos));
    return new TrialRange(Math.max(fromEpochNanos, to - nanosMax), to);
  }
}
