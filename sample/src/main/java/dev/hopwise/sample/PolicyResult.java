package dev.hopwise.sample;

import java.util.List;

/// What a text that should be a policy turned out to be.
public sealed interface PolicyResult {

  /// A policy.
  record Accepted(Policy policy) implements PolicyResult {}

  /// None.
  ///
  /// @param problems all of them, in the order of the text; at least one
  record Refused(List<PolicyProblem> problems) implements PolicyResult {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
