package dev.hopwise.query.metrics;

import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.model.rollup.DurationTotals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a group counted in a step. Not thread-safe.
public final class Tally {

  private final DurationTotals durations = new DurationTotals();
  private long errors;

  /// What several steps counted together.
  public static Tally sum(List<@Nullable Tally> steps) {
    Tally sum = new Tally();
    for (@Nullable Tally step : steps) {
      if (step != null) {
        sum.add(step);
      }
    }
    return sum;
  }

  void add(long moreErrors, DurationCounts counts) {
    errors += moreErrors;
    durations.add(counts);
  }

  void add(Tally other) {
    errors += other.errors;
    durations.add(other.durations.counts());
  }

  /// Spans or requests, each with its weight.
  public long count() {
    return durations.count();
  }

  /// Of these, the failed ones.
  public long errors() {
    return errors;
  }

  /// The share that failed; NaN without any.
  public double errorShare() {
    return count() == 0 ? Double.NaN : (double) errors / count();
  }

  /// NaN without any.
  public double meanNanos() {
    return count() == 0 ? Double.NaN : (double) durations.sumNanos() / count();
  }

  /// Off by at most 2.2 %; NaN without any.
  public double quantileNanos(double share) {
    return durations.quantileNanos(share);
  }
}
