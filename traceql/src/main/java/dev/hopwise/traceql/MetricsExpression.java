package dev.hopwise.traceql;

import java.util.List;

/// Series, and what is calculated with them.
public sealed interface MetricsExpression {

  /// The same at any time.
  record Constant(Value.Numeric value) implements MetricsExpression {}

  /// A pipeline that selects spans, the function that makes series of them, and what chooses among
  /// these.
  record Measured(Pipeline pipeline, MetricsFunction function, List<SeriesStage> stages)
      implements MetricsExpression {
    public Measured {
      stages = List.copyOf(stages);
    }
  }

  /// `left operator right`, step by step, for series with equal labels. A side that is a constant,
  /// or one series without labels, goes with every series of the other.
  ///
  /// @param operator one of + - * /
  record Combined(
      Operator operator, MetricsExpression left, MetricsExpression right, List<SeriesStage> stages)
      implements MetricsExpression {
    public Combined {
      stages = List.copyOf(stages);
    }
  }
}
