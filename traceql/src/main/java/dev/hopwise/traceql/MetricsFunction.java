package dev.hopwise.traceql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What makes numbers over time of spans.
public sealed interface MetricsFunction {

  /// Values of one label each that tell series apart, at most.
  int GROUPS_MAX = 5;

  /// One number for each step, or several, of the spans that start in it.
  ///
  /// @param argument null for RATE and COUNT_OVER_TIME only
  /// @param quantiles each from 0 to 1; of QUANTILE_OVER_TIME only, at least one there
  /// @param by spans with equal values of these are one series; of none, all are
  record OverTime(
      Kind kind,
      @Nullable FieldExpression argument,
      List<Double> quantiles,
      List<FieldExpression> by)
      implements MetricsFunction {
    public OverTime {
      quantiles = List.copyOf(quantiles);
      by = List.copyOf(by);
      if ((argument == null) != kind.counts()) {
        throw new IllegalArgumentException(kind + " of " + argument);
      }
    }
  }

  /// How often each value of each attribute occurs among the spans that a filter selects, and among
  /// the others.
  ///
  /// @param topN values of each attribute, at least 1
  /// @param fromEpochNanos only spans that start in this range are selected; both 0 for any
  /// @param toEpochNanos exclusive
  record Compare(Stage.Filter selection, int topN, long fromEpochNanos, long toEpochNanos)
      implements MetricsFunction {

    /// Where nothing else is asked for.
    public static final int TOP_N_DEFAULT = 10;
  }

  /// Which number.
  enum Kind {
    RATE("rate"),
    COUNT_OVER_TIME("count_over_time"),
    MIN_OVER_TIME("min_over_time"),
    MAX_OVER_TIME("max_over_time"),
    SUM_OVER_TIME("sum_over_time"),
    AVG_OVER_TIME("avg_over_time"),
    HISTOGRAM_OVER_TIME("histogram_over_time"),
    QUANTILE_OVER_TIME("quantile_over_time");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /// As it is written.
    public String text() {
      return text;
    }

    /// Whether it counts spans, whatever they say.
    public boolean counts() {
      return this == RATE || this == COUNT_OVER_TIME;
    }
  }
}
