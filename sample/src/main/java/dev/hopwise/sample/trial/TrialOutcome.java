package dev.hopwise.sample.trial;

import java.util.List;

/// What a policy would have done with all the traffic of a range.
///
/// @param traces that came, about
/// @param keptBytes of encoded spans, as a budget counts them
/// @param rules in the policy's order
public record TrialOutcome(
    long traces, long keptTraces, long keptSpans, long keptBytes, List<OfRule> rules) {
  public TrialOutcome {
    rules = List.copyOf(rules);
  }

  /// What one rule would have done.
  ///
  /// @param matched traces whose probability it gave, kept or not
  /// @param kept traces of them
  /// @param keptSpans of these, late ones included
  public record OfRule(String name, long matched, long kept, long keptSpans) {}
}
