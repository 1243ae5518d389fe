package dev.hopwise.query.metrics;

import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.model.rollup.SeriesKey;
import dev.hopwise.store.rollup.RollupReader;
import dev.hopwise.store.rollup.RollupStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Adds up series by group and step. Not thread-safe.
final class GroupReader implements RollupReader {

  private final SeriesSelection selection;
  private final MetricRange range;
  private final @Nullable Set<List<String>> only;
  private final long pointsMax;
  private final Map<List<String>, Integer> slots = new HashMap<>();
  private final List<@Nullable Tally[]> tallies = new ArrayList<>();
  private final long[] coveredMillis;
  private int step;

  /// @param only the groups that are wanted; null for all
  /// @param pointsMax groups times steps are more: {@link MetricQueries.TooManyGroupsException}
  GroupReader(
      SeriesSelection selection,
      MetricRange range,
      @Nullable Set<List<String>> only,
      long pointsMax) {
    this.selection = selection;
    this.range = range;
    this.only = only;
    this.pointsMax = pointsMax;
    this.coveredMillis = new long[Math.toIntExact(range.steps())];
  }

  GroupReader read(RollupStore store) {
    store.scan(range.resolution(), range.fromEpochSeconds(), range.toEpochSeconds(), this);
    return this;
  }

  @Override
  public int slot(SeriesKey key) {
    List<String> group = selection.groupOf(key);
    if (group == null || (only != null && !only.contains(group))) {
      return SKIP;
    }
    return slots.computeIfAbsent(
        group,
        _ -> {
          if ((tallies.size() + 1L) * coveredMillis.length > pointsMax) {
            throw new MetricQueries.TooManyGroupsException();
          }
          tallies.add(new Tally[coveredMillis.length]);
          return tallies.size() - 1;
        });
  }

  @Override
  public void block(long startEpochSeconds, long millis) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("reading rollups was interrupted");
    }
    step = range.stepOf(startEpochSeconds);
    coveredMillis[step] += millis;
  }

  @Override
  public void row(int slot, long errors, DurationCounts durations, DurationCounts callerDurations) {
    @Nullable Tally[] steps = tallies.get(slot);
    Tally tally = steps[step];
    if (tally == null) {
      tally = new Tally();
      steps[step] = tally;
    }
    tally.add(errors, selection.callerSide() ? callerDurations : durations);
  }

  /// By group; null where it counted nothing in a step. Groups that counted nothing at all may be
  /// there.
  Map<List<String>, List<@Nullable Tally>> groups() {
    Map<List<String>, List<@Nullable Tally>> groups = new HashMap<>();
    slots.forEach((group, slot) ->
        groups.put(group, Collections.unmodifiableList(Arrays.asList(tallies.get(slot)))));
    return groups;
  }

  /// How many milliseconds of each step were measured.
  List<Long> coveredMillis() {
    return Arrays.stream(coveredMillis).boxed().toList();
  }
}
