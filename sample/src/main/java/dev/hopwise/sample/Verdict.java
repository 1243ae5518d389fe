package dev.hopwise.sample;

/// What the rules say about a trace, before the budget.
///
/// @param rule the one that gives the highest probability, the first of those that give the same
/// @param probability 0 to 1
record Verdict(Rule rule, double probability, BudgetClass budgetClass) {

  Verdict or(Verdict other) {
    return other.probability > probability ? other : this;
  }
}
