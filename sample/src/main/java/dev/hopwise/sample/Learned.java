package dev.hopwise.sample;

/// What an engine knows of the traffic, whatever the policy. Not thread-safe.
final class Learned {

  private final DurationTable durations;
  private final ThroughputTable throughputs;
  private final FirstFew firstFew;
  private final double weight;

  /// @param share of the traffic that the engine sees
  Learned(EngineLimits limits, TrafficShare share) {
    durations = new DurationTable(limits.operationsMax());
    throughputs = new ThroughputTable(limits.keysMax(), share.share());
    firstFew = new FirstFew(limits.kindsMax(), share.share());
    weight = share.weight();
  }

  /// How many traces one that is decided stands for.
  double weight() {
    return weight;
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
