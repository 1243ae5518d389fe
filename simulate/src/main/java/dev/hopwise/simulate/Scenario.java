package dev.hopwise.simulate;

import java.util.List;

/// A topology and what goes wrong in it.
///
/// @param headProbability with which the SDKs sample, above 0 and at most 1
public record Scenario(
    String name,
    String description,
    Topology topology,
    List<Fault> faults,
    double headProbability) {
  public Scenario {
    faults = List.copyOf(faults);
    if (!(headProbability > 0 && headProbability <= 1)) {
      throw new IllegalArgumentException("head probability " + headProbability);
    }
  }

  /// One that keeps everything at the head.
  static Scenario of(String name, String description, Topology topology, Fault... faults) {
    return new Scenario(name, description, topology, List.of(faults), 1);
  }
}
