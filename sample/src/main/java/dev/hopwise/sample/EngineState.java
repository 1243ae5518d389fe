package dev.hopwise.sample;

import java.util.List;

/// What an engine has done and is doing, for people.
///
/// @param policyGeneration 1 for the first policy
/// @param rules in the policy's order, then `window`
/// @param budgets the total first; empty where nothing is limited
public record EngineState(long policyGeneration, List<RuleState> rules, List<BudgetState> budgets) {
  public EngineState {
    rules = List.copyOf(rules);
    budgets = List.copyOf(budgets);
  }

  /// What came to one rule since the engine was made. Rules of the same name count on over a change
  /// of the policy.
  ///
  /// @param matched traces whose probability it gave, kept or not
  /// @param kept traces of them
  /// @param matchedPerSecond over about the last half minute
  /// @param keptPerSecond over about the last half minute
  public record RuleState(
      String rule,
      long matched,
      long matchedSpans,
      long kept,
      long keptSpans,
      long keptBytes,
      double matchedPerSecond,
      double keptPerSecond) {}

  /// One budget, and what is given up for it.
  ///
  /// @param scope `total`, `tenant` or `service`
  /// @param name of the tenant or service, empty for the total
  /// @param baselineFactor 0 to 1, what probabilities of the baseline are multiplied by
  /// @param errorFactor 0 to 1, the same for errors and slow traces of kinds that have been kept
  ///   already; below 1 only when baselineFactor is at its lowest
  /// @param storedSpansPerSecond over about the last half minute
  /// @param storedBytesPerSecond over about the last half minute
  public record BudgetState(
      String scope,
      String name,
      Budget.Limit limit,
      double baselineFactor,
      double errorFactor,
      double storedSpansPerSecond,
      double storedBytesPerSecond) {}
}
