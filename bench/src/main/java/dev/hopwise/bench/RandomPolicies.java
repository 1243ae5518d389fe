package dev.hopwise.bench;

import dev.hopwise.sample.Budget;
import dev.hopwise.sample.Condition;
import dev.hopwise.sample.HeadPolicy;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.Rule;
import dev.hopwise.sample.Sampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;

/// Policies for the shop, of all kinds of rules.
final class RandomPolicies {

  private static final List<String> SCOPES =
      List.of(
          "{ name = \"GET /healthz\" }",
          "{ resource.service.name = \"cart\" }",
          "{ resource.service.name = \"payments\" && status = error }",
          "{ name = \"GET /search\" && duration > 40ms }",
          "{ resource.service.name = \"orders\" } && { resource.service.name = \"auth\" }");

  private final SplittableRandom random;
  private final double spansPerSecond;

  /// @param spansPerSecond of the traffic, about: budgets are parts of it
  RandomPolicies(long seed, double spansPerSecond) {
    this.random = new SplittableRandom(seed);
    this.spansPerSecond = spansPerSecond;
  }

  Policy next() {
    List<Rule> rules = new ArrayList<>();
    String scope = SCOPES.get(random.nextInt(SCOPES.size()));
    rules.add(new Rule("scope", Condition.parse(scope), List.of(), ofScope()));
    rules.add(new Rule("errors", Condition.parse("{ status = error }"), List.of(), ofErrors()));
    if (random.nextBoolean()) {
      rules.add(Rule.of("slow", slow()));
    }
    if (random.nextBoolean()) {
      rules.add(Rule.of("rare", new Sampling.Throughput(between(0.05, 1), per())));
    }
    if (random.nextBoolean()) {
      rules.add(
          new Rule("tenants", null, List.of("acme"), new Sampling.Probability(between(0.2, 0.8))));
    }
    rules.add(Rule.of("baseline", new Sampling.Probability(between(0.1, 0.6))));
    return new Policy(Policy.TENANT_ATTRIBUTE, budget(), rules, HeadPolicy.ALL);
  }

  private Sampling ofScope() {
    return switch (random.nextInt(4)) {
      case 0 -> Sampling.DROP;
      case 1 -> Sampling.ALWAYS;
      case 2 -> new Sampling.Throughput(between(0.5, 5), Sampling.Per.RULE);
      default -> new Sampling.Probability(between(0.05, 1));
    };
  }

  private Sampling ofErrors() {
    return random.nextBoolean() ? Sampling.ALWAYS : new Sampling.Probability(between(0.3, 1));
  }

  private Sampling slow() {
    return random.nextBoolean()
        ? new Sampling.SlowQuantile(between(0.8, 0.99))
        : new Sampling.SlowLimit((long) (between(0.05, 0.5) * 1e9));
  }

  private Sampling.Per per() {
    return random.nextBoolean() ? Sampling.Per.OPERATION : Sampling.Per.SERVICE;
  }

  private Budget budget() {
    return switch (random.nextInt(3)) {
      case 0 -> Budget.UNLIMITED;
      case 1 ->
          budget(new Budget.Limit(spansPerSecond * between(0.1, 0.5), Double.POSITIVE_INFINITY));
      default ->
          budget(
              new Budget.Limit(
                  Double.POSITIVE_INFINITY, spansPerSecond * between(0.1, 0.5) * 86_400 * 500));
    };
  }

  private static Budget budget(Budget.Limit total) {
    return new Budget(total, new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  private double between(double low, double high) {
    return low + random.nextDouble() * (high - low);
  }
}
