package dev.hopwise.sample;

/// What an engine knows of the traffic, whatever the policy. Not thread-safe.
final class Learned {

  private final DurationTable durations;
  private final ThroughputTable throughputs;
  private final FirstFew firstFew;

  Learned(EngineLimits limits) {
    durations = new DurationTable(limits.operationsMax());
    throughputs = new ThroughputTable(limits.keysMax());
    firstFew = new FirstFew(limits.kindsMax());
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
