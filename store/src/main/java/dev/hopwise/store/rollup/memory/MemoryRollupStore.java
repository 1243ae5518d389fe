package dev.hopwise.store.rollup.memory;

import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.store.rollup.Resolution;
import dev.hopwise.store.rollup.RollupReader;
import dev.hopwise.store.rollup.RollupRetention;
import dev.hopwise.store.rollup.RollupRows;
import dev.hopwise.store.rollup.RollupStatus;
import dev.hopwise.store.rollup.RollupStore;
import dev.hopwise.store.rollup.RollupSum;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Rollups in memory: the reference, and what tests run on. Bounded by age alone.
public final class MemoryRollupStore implements RollupStore {

  private final Map<Resolution, NavigableMap<Long, RollupSum>> sums =
      new EnumMap<>(Resolution.class);
  private final RollupRetention retention;
  private final Clock clock;

  public MemoryRollupStore(RollupRetention retention, Clock clock) {
    this.retention = retention;
    this.clock = clock;
    Resolution.ALL.forEach(each -> sums.put(each, new TreeMap<>()));
  }

  @Override
  public synchronized void append(RollupCut cut) {
    sums.forEach((resolution, blocks) ->
        blocks.computeIfAbsent(resolution.floor(cut.startEpochSeconds()), RollupSum::new).add(cut));
  }

  @Override
  public void scan(
      Resolution resolution, long fromEpochSeconds, long toEpochSeconds, RollupReader reader) {
    List<RollupCut> cuts;
    synchronized (this) {
      cuts =
          blocks(resolution)
              .subMap(fromEpochSeconds, Math.max(fromEpochSeconds, toEpochSeconds))
              .values()
              .stream()
              .map(RollupSum::cut)
              .toList();
    }
    cuts.forEach(cut -> RollupRows.give(cut, reader));
  }

  @Override
  public synchronized OptionalLong oldestEpochSeconds(Resolution resolution) {
    NavigableMap<Long, RollupSum> blocks = blocks(resolution);
    return blocks.isEmpty() ? OptionalLong.empty() : OptionalLong.of(blocks.firstKey());
  }

  @Override
  public synchronized void keepHouse() {
    long now = clock.instant().getEpochSecond();
    sums.forEach((resolution, blocks) ->
        blocks.headMap(now - retention.of(resolution).toSeconds() - resolution.seconds()).clear());
  }

  @Override
  public synchronized RollupStatus status() {
    long oldest =
        sums.values().stream()
            .filter(blocks -> !blocks.isEmpty())
            .mapToLong(NavigableMap::firstKey)
            .min()
            .orElse(0);
    return new RollupStatus(0, 0, oldest, 0, 0, 0);
  }

  @Override
  public void close() {}

  private NavigableMap<Long, RollupSum> blocks(Resolution resolution) {
    return java.util.Objects.requireNonNull(sums.get(resolution));
  }
}
