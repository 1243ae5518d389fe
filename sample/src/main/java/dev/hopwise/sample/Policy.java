package dev.hopwise.sample;

import java.util.List;

/// Which traces are kept: rules of which the first that matches decides, and what all of them may
/// cost together. Immutable.
///
/// @param tenantAttribute the span or resource attribute that names the tenant
/// @param rules at least one; the last one matches everything
/// @param attributes what is taken out of spans or made unreadable before anything is done with
///   them
public record Policy(
    String tenantAttribute,
    Budget budget,
    List<Rule> rules,
    HeadPolicy head,
    List<AttributeRule> attributes) {

  /// What names the tenant unless the policy says otherwise.
  public static final String TENANT_ATTRIBUTE = "tenant.id";

  public Policy {
    rules = List.copyOf(rules);
    attributes = List.copyOf(attributes);
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("a policy has at least one rule");
    }
    if (!rules.getLast().isFinal()) {
      throw new IllegalArgumentException("the last rule lets traces on");
    }
  }

  /// One that leaves attributes alone.
  public Policy(String tenantAttribute, Budget budget, List<Rule> rules, HeadPolicy head) {
    this(tenantAttribute, budget, rules, head, List.of());
  }

  /// What holds without a file: errors, traces slower than their operation's 99th percentile, one
  /// trace in ten seconds of every operation, and a share of the rest. A baseline of 1 keeps
  /// everything, without any other rule.
  ///
  /// @param baseline share of the rest, 0 to 1
  public static Policy builtIn(double baseline) {
    Rule rest = Rule.of("baseline", new Sampling.Probability(baseline));
    List<Rule> rules =
        baseline == 1
            ? List.of(rest)
            : List.of(
                new Rule(
                    "errors", Condition.parse("{ status = error }"), List.of(), Sampling.ALWAYS),
                Rule.of("slow", new Sampling.SlowQuantile(0.99)),
                Rule.of("rare", new Sampling.Throughput(0.1, Sampling.Per.OPERATION)),
                rest);
    return new Policy(TENANT_ATTRIBUTE, Budget.UNLIMITED, rules, HeadPolicy.ALL);
  }

  /// Whether it matters whose a trace is.
  public boolean asksForTenants() {
    return !budget.tenants().isEmpty() || rules.stream().anyMatch(Policy::asksForTenants);
  }

  private static boolean asksForTenants(Rule rule) {
    return !rule.tenants().isEmpty()
        || (rule.sample() instanceof Sampling.Throughput throughput
            && throughput.per() == Sampling.Per.TENANT);
  }

  /// Whether nothing can ever be dropped under it, so that nothing need be buffered.
  public boolean keepsAll() {
    return budget.isUnlimited() && rules.getFirst().keepsAll();
  }
}
