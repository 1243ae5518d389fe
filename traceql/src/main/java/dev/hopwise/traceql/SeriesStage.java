package dev.hopwise.traceql;

/// What chooses among series, or among their points, once they are made.
public sealed interface SeriesStage {

  /// `topk(n)` and `bottomk(n)`: in each step the series with the highest or lowest values.
  record Top(int n, boolean lowest) implements SeriesStage {}

  /// A comparison with a number: points for which it does not hold are left out.
  record Threshold(Operator comparison, Value.Numeric value) implements SeriesStage {}
}
