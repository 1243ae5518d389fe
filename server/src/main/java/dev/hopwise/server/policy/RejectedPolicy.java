package dev.hopwise.server.policy;

import dev.hopwise.sample.PolicyProblem;
import java.time.Instant;
import java.util.List;

/// A policy that was found and could not be used, so that the one before it stays in force.
///
/// @param since when it was found
/// @param problems all there are; at least one
public record RejectedPolicy(PolicySource source, Instant since, List<PolicyProblem> problems) {
  public RejectedPolicy {
    problems = List.copyOf(problems);
  }
}
