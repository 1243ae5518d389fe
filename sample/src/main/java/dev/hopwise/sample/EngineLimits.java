package dev.hopwise.sample;

/// How much a {@link DecisionEngine} remembers. What does not fit shares one overflow entry of its
/// table, so that senders who put ids into names cannot fill the memory.
///
/// @param operationsMax operations (root service, root span name) whose durations are known; about
///   2 kB each
/// @param keysMax keys of throughput rules
/// @param kindsMax kinds of errors, and of other traces, of which the first few are never given up
public record EngineLimits(int operationsMax, int keysMax, int kindsMax) {

  /// About 20 MB when all are full.
  public static final EngineLimits DEFAULT = new EngineLimits(8_192, 16_384, 65_536);
}
