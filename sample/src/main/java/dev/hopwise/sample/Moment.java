package dev.hopwise.sample;

/// When something is decided.
///
/// @param epochNanos the clock's time
/// @param steadyNanos the same, but never going back, from an arbitrary zero: what rates and ages
///   are measured with
record Moment(long epochNanos, long steadyNanos) {

  static final Moment NEVER = new Moment(Long.MIN_VALUE, 0);

  /// A clock that was set back stands still until it is at the earlier time plus what passed since.
  Moment next(long nowEpochNanos) {
    long passed = epochNanos == Long.MIN_VALUE ? 0 : Math.max(0, nowEpochNanos - epochNanos);
    return new Moment(nowEpochNanos, steadyNanos + passed);
  }
}
