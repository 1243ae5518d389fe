package dev.hopwise.query.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was counted in a range.
///
/// @param coveredMillis of each step, how much was measured: 0 where no server was running
/// @param groups those that counted most first
/// @param groupCount how many there are, those that are left out included
public record MetricAnswer(
    MetricRange range,
    SeriesSelection selection,
    List<Long> coveredMillis,
    List<Group> groups,
    int groupCount) {
  public MetricAnswer {
    coveredMillis = List.copyOf(coveredMillis);
    groups = List.copyOf(groups);
  }

  /// A group.
  ///
  /// @param values of the labels that were grouped by, in their order
  /// @param steps null where it counted nothing; empty when only the totals were asked for
  public record Group(List<String> values, Tally totals, List<@Nullable Tally> steps) {}

  /// How much of the range was measured.
  public long coveredMillisTotal() {
    return coveredMillis.stream().mapToLong(Long::longValue).sum();
  }

  /// The share of a step that was measured, at most 1.
  public double covered(int step) {
    return Math.min(1, coveredMillis.get(step) / (range.stepSeconds() * 1_000.0));
  }
}
