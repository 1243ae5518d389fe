package dev.hopwise.sample;

/// In which order traces are given up for the budget.
enum BudgetClass {
  /// First: what was only to be kept in part.
  BASELINE,
  /// Second: errors, slow traces and whatever else a rule always keeps, when the like of it has
  /// been kept already.
  REPEATED,
  /// Never: the first few of every kind.
  FIRST_OF_KIND
}
