package dev.hopwise.query.metrics;

import dev.hopwise.query.Gate;
import dev.hopwise.query.QueryLimits;
import dev.hopwise.store.rollup.Resolution;
import dev.hopwise.store.rollup.RollupStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All questions about rollups.
///
/// Every method blocks and is meant for a virtual thread of its own; an interrupt ends it with a
/// {@link java.util.concurrent.CancellationException}.
public final class MetricQueries {

  /// Groups times steps of one answer: each is a histogram while it is computed, of about 1 KB.
  public static final int POINTS_MAX = 10_000;

  /// Steps of one answer.
  public static final int STEPS_MAX = 2_000;

  /// Blocks that one question reads, one for each stretch of its resolution: two weeks of minutes.
  public static final int BLOCKS_MAX = 20_000;

  /// Groups of one answer.
  public static final int GROUPS_MAX = 1_000;

  /// Groups that are added up to find the busiest: some 50 MB.
  public static final int GROUPS_READ_MAX = 50_000;

  /// There are more groups than can be added up.
  public static final class TooManyGroupsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyGroupsException() {
      super("more groups than fit", null, false, false);
    }
  }

  private static final Comparator<MetricAnswer.Group> MOST_FIRST =
      Comparator.comparingLong((MetricAnswer.Group group) -> -group.totals().count())
          .thenComparing(group -> group.values().toString());

  private final RollupStore rollups;
  private final Gate gate;

  public MetricQueries(RollupStore rollups, QueryLimits limits) {
    this.rollups = rollups;
    this.gate = new Gate(limits);
  }

  /// Where the oldest rollups of a resolution begin.
  public OptionalLong oldestEpochSeconds(Resolution resolution) {
    return rollups.oldestEpochSeconds(resolution);
  }

  /// What each group counted in the whole range.
  ///
  /// @param groupsMax groups that counted less are left out
  /// @throws TooManyGroupsException when there are more than {@link #GROUPS_READ_MAX}
  public MetricAnswer totals(SeriesSelection selection, MetricRange range, int groupsMax) {
    return gate.run(() -> readTotals(selection, range, groupsMax));
  }

  /// What each group counted in each step. Where there are more groups than are asked for, and than
  /// fit, those that are wanted are found by reading the totals first, so that memory goes with the
  /// answer and not with how many groups there are.
  ///
  /// @param groupsMax times the steps at most {@link #POINTS_MAX}
  /// @throws TooManyGroupsException when there are more than {@link #GROUPS_READ_MAX}
  public MetricAnswer steps(SeriesSelection selection, MetricRange range, int groupsMax) {
    if (range.steps() > STEPS_MAX || groupsMax * range.steps() > POINTS_MAX) {
      throw new IllegalArgumentException(groupsMax + " groups of " + range.steps() + " steps");
    }
    return gate.run(() -> readSteps(selection, range, groupsMax));
  }

  private MetricAnswer readTotals(SeriesSelection selection, MetricRange range, int groupsMax) {
    MetricRange whole =
        new MetricRange(
            range.fromEpochSeconds(),
            range.toEpochSeconds(),
            range.toEpochSeconds() - range.fromEpochSeconds(),
            range.resolution());
    GroupReader reader = new GroupReader(selection, whole, null, GROUPS_READ_MAX).read(rollups);
    List<MetricAnswer.Group> groups =
        reader.groups().entrySet().stream()
            .filter(each -> each.getValue().getFirst() != null)
            .map(MetricQueries::totals)
            .sorted(MOST_FIRST)
            .toList();
    return new MetricAnswer(
        whole,
        selection,
        reader.coveredMillis(),
        groups.subList(0, Math.min(groups.size(), groupsMax)),
        groups.size());
  }

  private static MetricAnswer.Group totals(Map.Entry<List<String>, List<@Nullable Tally>> group) {
    Tally totals = Objects.requireNonNull(group.getValue().getFirst());
    return new MetricAnswer.Group(group.getKey(), totals, List.of());
  }

  private MetricAnswer readSteps(SeriesSelection selection, MetricRange range, int groupsMax) {
    try {
      return answer(
          selection,
          range,
          new GroupReader(selection, range, null, POINTS_MAX).read(rollups),
          groupsMax);
    } catch (TooManyGroupsException _) {
      MetricAnswer totals = readTotals(selection, range, groupsMax);
      Set<List<String>> wanted =
          totals.groups().stream().map(MetricAnswer.Group::values).collect(Collectors.toSet());
      MetricAnswer answer =
          answer(
              selection,
              range,
              new GroupReader(selection, range, wanted, Long.MAX_VALUE).read(rollups),
              groupsMax);
      return new MetricAnswer(
          range, selection, answer.coveredMillis(), answer.groups(), totals.groupCount());
    }
  }

  private static MetricAnswer answer(
      SeriesSelection selection, MetricRange range, GroupReader reader, int groupsMax) {
    List<MetricAnswer.Group> groups = new ArrayList<>();
    for (Map.Entry<List<String>, List<@Nullable Tally>> each : reader.groups().entrySet()) {
      Tally totals = Tally.sum(each.getValue());
      if (totals.count() > 0) {
        groups.add(new MetricAnswer.Group(each.getKey(), totals, each.getValue()));
      }
    }
    groups.sort(MOST_FIRST);
    return new MetricAnswer(
        range,
        selection,
        reader.coveredMillis(),
        groups.subList(0, Math.min(groups.size(), groupsMax)),
        groups.size());
  }
}
