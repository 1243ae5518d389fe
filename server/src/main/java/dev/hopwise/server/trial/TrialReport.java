package dev.hopwise.server.trial;

import dev.hopwise.sample.trial.TrialResult;

/// What a trial says.
///
/// @param fromEpochNanos of the time that it is about
/// @param toEpochNanos exclusive
/// @param incomplete whether that is less than was asked for, or something in it could not be read
public record TrialReport(
    long fromEpochNanos, long toEpochNanos, boolean incomplete, TrialResult result) {

  /// How long it is.
  public double seconds() {
    return (toEpochNanos - fromEpochNanos) / 1e9;
  }
}
