package dev.hopwise.simulate;

import java.util.List;

/// What is true of one request.
///
/// @param number from 0, in order of arrival
/// @param sampled whether the SDKs kept it; else nothing of it is sent
/// @param traces the entry's first, then those that began on the way: linked consumers, lost
///   contexts
/// @param effects of the faults that struck it
public record RequestTruth(
    long number, String tenant, boolean sampled, List<TraceTruth> traces, List<Effect> effects) {
  public RequestTruth {
    traces = List.copyOf(traces);
    effects = List.copyOf(effects);
  }

  /// The entry's trace.
  public TraceTruth entry() {
    return traces.getFirst();
  }

  /// What a fault did to it; nothing where it did not strike.
  public Effect effectOf(int fault) {
    return effects.stream()
        .filter(effect -> effect.fault() == fault)
        .findFirst()
        .orElse(new Effect(fault, 0, 0));
  }

  /// What a fault did to a request.
  ///
  /// @param fault its index in the scenario
  /// @param calls how many calls it struck
  /// @param addedNanos by how much the root span is longer than without this one fault; negative
  ///   where a failure ended it early
  public record Effect(int fault, int calls, long addedNanos) {}
}
