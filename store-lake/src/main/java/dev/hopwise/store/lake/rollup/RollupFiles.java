package dev.hopwise.store.lake.rollup;

import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.store.rollup.Resolution;
import dev.hopwise.store.rollup.RollupReader;
import dev.hopwise.store.rollup.RollupRetention;
import dev.hopwise.store.rollup.RollupRows;
import dev.hopwise.store.rollup.RollupStatus;
import dev.hopwise.store.rollup.RollupStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rollups in the files of a directory, which one process at a time uses.
public final class RollupFiles implements RollupStore {

  private static final Logger LOG = LoggerFactory.getLogger(RollupFiles.class);

  private final RollupRetention retention;
  private final Clock clock;

  /// From the finest to the coarsest.
  private final List<RollupLevel> levels;

  private long forcedMinute;
  private long damagedBlocks;
  private boolean closed;

  private RollupFiles(List<RollupLevel> levels, RollupRetention retention, Clock clock) {
    this.levels = levels;
    this.retention = retention;
    this.clock = clock;
  }

  /// Opens the rollups in a directory, or creates it. What a crash left incomplete is completed.
  ///
  /// @throws IOException when a file cannot be read
  public static RollupFiles open(Path directory, RollupRetention retention, Clock clock)
      throws IOException {
    Files.createDirectories(directory);
    List<RollupLevel> levels = new ArrayList<>();
    @Nullable RollupLevel above = null;
    for (Resolution resolution : Resolution.ALL.reversed()) {
      above = RollupLevel.open(directory, resolution, above);
      levels.addFirst(above);
    }
    RollupFiles files = new RollupFiles(levels, retention, clock);
    files.takeUp();
    return files;
  }

  /// Gives each level what it had not written, the coarsest first: what a level then writes, the
  /// one above takes as usual.
  private void takeUp() throws IOException {
    for (int coarse = levels.size() - 1; coarse > 0; coarse--) {
      RollupLevel level = levels.get(coarse);
      CutReader cuts = new CutReader(level);
      SegmentScan.Wanted wanted =
          new SegmentScan.Wanted(Long.MIN_VALUE, Long.MAX_VALUE, level.through());
      try (SegmentScan scan = new SegmentScan(cuts, cuts::next)) {
        for (RollupSegment segment : levels.get(coarse - 1).segments()) {
          if (segment.index().lastSequence() > wanted.afterSequence()) {
            scan.read(segment.path(), segment.index().snapshot(), wanted);
          }
        }
        cuts.finish();
        damagedBlocks += scan.damaged();
      }
    }
  }

  @Override
  public void append(RollupCut cut) {
    long minute = Resolution.MINUTE.floor(cut.startEpochSeconds());
    try {
      boolean forces;
      synchronized (this) {
        if (closed) {
          throw new IllegalStateException("the rollups are closed");
        }
        levels.getFirst().offer(cut, 0);
        forces = minute != forcedMinute;
        forcedMinute = minute;
      }
      if (forces) {
        for (RollupLevel level : levels) {
          level.force();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a cut waits to be written", e);
    }
  }

  /// What a scan reads.
  private record Source(
      List<RollupSegment> segments, List<BlockIndex.Snapshot> indexes, List<RollupCut> waiting) {}

  @Override
  public void scan(
      Resolution resolution, long fromEpochSeconds, long toEpochSeconds, RollupReader reader) {
    Source source = source(resolution, fromEpochSeconds, toEpochSeconds);
    SegmentScan.Wanted wanted = new SegmentScan.Wanted(fromEpochSeconds, toEpochSeconds, 0);
    try (SegmentScan scan = new SegmentScan(reader, _ -> {})) {
      for (int i = 0; i < source.segments.size(); i++) {
        scan.read(source.segments.get(i).path(), source.indexes.get(i), wanted);
      }
      damaged(scan.damaged());
    } catch (ClosedByInterruptException _) {
      throw new CancellationException("reading rollups was interrupted");
    } catch (IOException e) {
      throw new UncheckedIOException("reading rollups", e);
    }
    source.waiting.forEach(cut -> RollupRows.give(cut, reader));
  }

  private synchronized Source source(Resolution resolution, long from, long to) {
    RollupLevel level = level(resolution);
    List<RollupSegment> segments =
        level.segments().stream()
            .filter(each -> each.index().maxStart() >= from && each.index().minStart() < to)
            .toList();
    return new Source(
        segments,
        segments.stream().map(each -> each.index().snapshot()).toList(),
        waiting(resolution).stream()
            .filter(cut -> cut.startEpochSeconds() >= from && cut.startEpochSeconds() < to)
            .toList());
  }

  /// What is in no file of a resolution: what waits there, and what waits at the finer ones to get
  /// there.
  private List<RollupCut> waiting(Resolution resolution) {
    return upTo(resolution).stream()
        .flatMap(level -> level.waiting().stream())
        .map(cut ->
            new RollupCut(
                resolution.floor(cut.startEpochSeconds()), cut.coveredMillis(), cut.rows()))
        .toList();
  }

  private RollupLevel level(Resolution resolution) {
    return upTo(resolution).getLast();
  }

  /// That level and the finer ones.
  private List<RollupLevel> upTo(Resolution resolution) {
    return levels.subList(0, Resolution.ALL.indexOf(resolution) + 1);
  }

  private synchronized void damaged(int blocks) {
    damagedBlocks += blocks;
  }

  @Override
  public synchronized OptionalLong oldestEpochSeconds(Resolution resolution) {
    long oldest =
        upTo(resolution).stream()
            .mapToLong(RollupLevel::oldestWaiting)
            .reduce(level(resolution).oldest(), Math::min);
    return oldest == Long.MAX_VALUE
        ? OptionalLong.empty()
        : OptionalLong.of(resolution.floor(oldest));
  }

  @Override
  public synchronized void keepHouse() {
    long now = clock.instant().getEpochSecond();
    try {
      for (RollupLevel level : levels) {
        level.removeUntil(now - retention.of(level.resolution()).toSeconds());
      }
      while (bytes() > retention.bytesMax() && removeOldest()) {
        // until it fits, or only what is being written is left
      }
    } catch (IOException e) {
      throw new UncheckedIOException("removing rollups", e);
    }
  }

  private long bytes() {
    return levels.stream().mapToLong(RollupLevel::bytes).sum();
  }

  private boolean removeOldest() throws IOException {
    @Nullable RollupLevel oldest = null;
    @Nullable RollupSegment segment = null;
    for (RollupLevel level : levels) {
      RollupSegment each = level.oldestSegment();
      if (each != null
          && (segment == null || each.index().maxStart() < segment.index().maxStart())) {
        oldest = level;
        segment = each;
      }
    }
    if (oldest == null || segment == null) {
      return false;
    }
    oldest.remove(segment);
    return true;
  }

  @Override
  public synchronized RollupStatus status() {
    long oldest =
        Resolution.ALL.stream()
            .map(this::oldestEpochSeconds)
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .min()
            .orElse(0);
    return new RollupStatus(
        bytes(),
        levels.stream().mapToInt(level -> level.segments().size()).sum(),
        oldest,
        levels.stream().mapToLong(RollupLevel::lostCuts).sum(),
        damagedBlocks,
        levels.stream().mapToLong(RollupLevel::tornBytes).sum());
  }

  /// What waits at the coarser levels is in the finer ones, and taken up from there.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (RollupLevel level : levels) {
      try {
        level.close();
      } catch (IOException e) {
        LOG.error("closing rollups resolution={}", level.resolution(), e);
      }
    }
  }

  /// Ends as a killed process does.
  synchronized void crash() throws IOException {
    closed = true;
    for (RollupLevel level : levels) {
      level.crash();
    }
  }
}
