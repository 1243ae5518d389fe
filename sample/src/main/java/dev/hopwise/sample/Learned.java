package dev.hopwise.sample;

/// What an engine knows of the traffic, whatever the policy. Not thread-safe.
final class Learned {

  private final DurationTable durations;
  private final ThroughputTable throughputs;
  private final FirstFew firstFew;
  private final TrafficShare share;

  /// @param share of the traffic that the engine sees
  Learned(EngineLimits limits, TrafficShare share) {
    durations = new DurationTable(limits.operationsMax());
    throughputs = new ThroughputTable(limits.keysMax());
    firstFew = new FirstFew(limits.kindsMax(), share.share());
    this.share = share;
  }

  TrafficShare share() {
    return share;
  }

  DurationTable durations() {
    return durations;
  }

  ThroughputTable throughputs() {
    return throughputs;
  }

  FirstFew firstFew() {
    return firstFew;
  }
}
