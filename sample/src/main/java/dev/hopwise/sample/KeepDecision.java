package dev.hopwise.sample;

/// What was decided about a trace, and why.
public sealed interface KeepDecision {

  /// In words, for people.
  String reason();

  /// The trace is kept.
  ///
  /// @param rule the name of the rule that matched
  /// @param probability with which a trace like this one is kept, above 0 and at most 1; each span
  ///   stands for one divided by this many
  record Keep(String rule, double probability, String reason) implements KeepDecision {
    public Keep {
      if (!(probability > 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "probability " + probability + " is not above 0 and at most 1");
      }
    }
  }

  /// The trace is not kept.
  record Drop(String reason) implements KeepDecision {}
}
