package dev.hopwise.server;

import dev.hopwise.sample.Budget;
import dev.hopwise.sample.HeadPolicy;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.Rule;
import dev.hopwise.sample.Sampling;
import java.util.List;

/// Policies for tests.
public final class Policies {

  private Policies() {}

  /// Keeps each trace with one probability, by its id alone.
  public static Policy baselineOf(double probability) {
    Rule rule = Rule.of("baseline", new Sampling.Probability(probability));
    return new Policy(Policy.TENANT_ATTRIBUTE, Budget.UNLIMITED, List.of(rule), HeadPolicy.ALL);
  }
}
