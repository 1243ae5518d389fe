package dev.hopwise.sample;

/// What a rule does with the traces that match it.
public sealed interface Sampling {

  /// Keeps all.
  Sampling ALWAYS = new Always();

  /// Keeps none.
  Sampling DROP = new Drop();

  /// Keeps all; given up by the budget after the baseline.
  record Always() implements Sampling {}

  /// Keeps none, whatever the budget; an incident window still may.
  record Drop() implements Sampling {}

  /// Keeps a share of the traces.
  ///
  /// @param probability 0 to 1
  record Probability(double probability) implements Sampling {
    public Probability {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException("probability " + probability + " is not within 0 to 1");
      }
    }
  }

  /// Keeps so many traces in the mean, by a probability that follows the traffic. For each
  /// operation, service or tenant the first trace in a while is kept for sure, and what it does not
  /// want goes on to the next rule.
  ///
  /// @param tracesPerSecond above 0
  record Throughput(double tracesPerSecond, Per per) implements Sampling {
    public Throughput {
      if (!(tracesPerSecond > 0 && tracesPerSecond < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(tracesPerSecond + " traces per second are not above 0");
      }
    }
  }

  /// Keeps the traces that take at least so long; the others go on to the next rule.
  ///
  /// @param limitNanos above 0
  record SlowLimit(long limitNanos) implements Sampling {
    public SlowLimit {
      if (limitNanos <= 0) {
        throw new IllegalArgumentException(limitNanos + " ns are not above 0");
      }
    }
  }

  /// Keeps the traces that are slower than such a share of what their operation did recently; the
  /// others go on to the next rule, as do those of an operation that has not been seen often enough
  /// to know.
  ///
  /// @param quantile above 0 and below 1; 0.99 keeps the slowest hundredth
  record SlowQuantile(double quantile) implements Sampling {
    public SlowQuantile {
      if (!(quantile > 0 && quantile < 1)) {
        throw new IllegalArgumentException("quantile " + quantile + " is not between 0 and 1");
      }
    }
  }

  /// What a throughput is counted for.
  enum Per {
    /// All traces of the rule together.
    RULE,
    /// Each root service and root span name.
    OPERATION,
    /// Each root service.
    SERVICE,
    /// Each tenant.
    TENANT
  }
}
