package dev.hopwise.store.lake.rollup;

import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.store.rollup.Resolution;
import dev.hopwise.store.rollup.RollupSum;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rollups of one resolution: what waits in memory, and the segments.
///
/// ```
/// cut ─► added to its stretch ─► when the next stretch begins ─► block ─► the level above
/// ```
///
/// The finest level writes each cut at once. A block says which block of the level below it reaches
/// through, so that after a crash a level takes up exactly what it had not written. The owner
/// locks.
final class RollupLevel {

  private static final Logger LOG = LoggerFactory.getLogger(RollupLevel.class);

  /// Stretches that wait to be written when the device does not take them.
  private static final int WAITING_MAX = 30;

  private final Resolution resolution;
  private final @Nullable RollupLevel above;
  private final SegmentWriter writer;
  private final List<RollupSegment> segments = new ArrayList<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long lastSequence;
  private long lostCuts;
  private long tornBytes;

  /// A stretch that is not written.
  private static final class Waiting {
    final RollupSum sum;
    long through;
    int cuts;

    Waiting(long startEpochSeconds) {
      sum = new RollupSum(startEpochSeconds);
    }
  }

  private RollupLevel(Path directory, Resolution resolution, @Nullable RollupLevel above) {
    this.resolution = resolution;
    this.above = above;
    this.writer = new SegmentWriter(directory, resolution, segments::add);
  }

  /// Opens the files of a resolution.
  static RollupLevel open(Path directory, Resolution resolution, @Nullable RollupLevel above)
      throws IOException {
    RollupLevel level = new RollupLevel(directory, resolution, above);
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, RollupSegment.prefix(resolution) + "*.rollup")) {
      for (Path file : files) {
        level.open(file);
      }
    }
    level.segments.sort(Comparator.comparingLong(each -> each.index().lastSequence()));
    long own = level.segments.stream().mapToLong(s -> s.index().lastSequence()).max().orElse(0);
    // What the level above has seen must not be taken for new once all files here are gone.
    level.lastSequence = Math.max(own, above == null ? 0 : above.through());
    return level;
  }

  private void open(Path file) throws IOException {
    RollupSegment.Opened opened = RollupSegment.open(file);
    tornBytes += opened.tornBytes();
    if (opened.segment().index().count() == 0) {
      opened.segment().delete();
    } else {
      segments.add(opened.segment());
    }
  }

  /// The last block of the level below that is in the files here.
  long through() {
    return segments.stream().mapToLong(s -> s.index().lastThrough()).max().orElse(0);
  }

  /// Takes a cut, or a block of the level below.
  ///
  /// @param below its sequence there; 0 at the finest level
  /// @throws IOException when something could not be written; it waits
  void offer(RollupCut cut, long below) throws IOException {
    long start = resolution.floor(cut.startEpochSeconds());
    Waiting last = waiting.peekLast();
    if (last == null || last.sum.startEpochSeconds() != start) {
      last = new Waiting(start);
      waiting.addLast(last);
    }
    last.sum.add(cut);
    last.through = below;
    last.cuts++;
    while (waiting.size() > WAITING_MAX) {
      giveUp(waiting.removeFirst());
    }
    write(resolution == Resolution.TEN_SECONDS ? 0 : 1);
  }

  private void giveUp(Waiting given) {
    lostCuts += given.cuts;
    LOG.error(
        "rollups given up, they could not be written for too long resolution={} start={}",
        resolution,
        given.sum.startEpochSeconds());
  }

  private void write(int remaining) throws IOException {
    while (waiting.size() > remaining) {
      Waiting first = waiting.getFirst();
      RollupCut cut = first.sum.cut();
      writer.write(cut, lastSequence + 1, first.through);
      lastSequence++;
      waiting.removeFirst();
      if (above != null) {
        above.offer(cut, lastSequence);
      }
    }
  }

  /// What waits, as it stands.
  List<RollupCut> waiting() {
    return waiting.stream().map(each -> each.sum.cut()).toList();
  }

  Resolution resolution() {
    return resolution;
  }

  List<RollupSegment> segments() {
    return segments;
  }

  long bytes() {
    return segments.stream().mapToLong(RollupSegment::bytes).sum();
  }

  long lostCuts() {
    return lostCuts;
  }

  long tornBytes() {
    return tornBytes;
  }

  /// The start of the oldest block in a file; the largest long when there is none.
  long oldest() {
    return segments.stream().mapToLong(s -> s.index().minStart()).min().orElse(Long.MAX_VALUE);
  }

  /// The start of the oldest stretch that waits; the largest long when there is none.
  long oldestWaiting() {
    return waiting.stream()
        .mapToLong(each -> each.sum.startEpochSeconds())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  void force() throws IOException {
    writer.force();
  }

  /// Removes files whose stretches are all over by a time.
  void removeUntil(long epochSeconds) throws IOException {
    Iterator<RollupSegment> each = segments.iterator();
    while (each.hasNext()) {
      RollupSegment segment = each.next();
      if (!writer.writes(segment)
          && segment.index().maxStart() + resolution.seconds() <= epochSeconds) {
        each.remove();
        segment.delete();
      }
    }
  }

  /// The file that ends first, unless it is being written.
  @Nullable RollupSegment oldestSegment() {
    return segments.stream()
        .filter(each -> !writer.writes(each))
        .min(Comparator.comparingLong(each -> each.index().maxStart()))
        .orElse(null);
  }

  void remove(RollupSegment segment) throws IOException {
    segments.remove(segment);
    segment.delete();
  }

  void close() throws IOException {
    writer.close();
  }

  void crash() throws IOException {
    writer.crash();
  }
}
