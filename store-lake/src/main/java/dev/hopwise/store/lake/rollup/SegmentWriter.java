package dev.hopwise.store.lake.rollup;

import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.store.rollup.Resolution;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes the blocks of one resolution, segment after segment. The owner locks.
final class SegmentWriter implements AutoCloseable {

  /// No segment gets longer, since places in it are ints.
  private static final long BYTES_MAX = 128L << 20;

  /// With more series a new segment begins, so that the dictionary is bounded when series come and
  /// go: some megabytes.
  private static final int SERIES_MAX = 40_000;

  private final Path directory;
  private final Resolution resolution;
  private final Consumer<RollupSegment> created;
  private final BlockEncoder encoder = new BlockEncoder();
  private @Nullable RollupSegment segment;
  private @Nullable FileChannel channel;

  /// @param created is told each segment when its first block is in it
  SegmentWriter(Path directory, Resolution resolution, Consumer<RollupSegment> created) {
    this.directory = directory;
    this.resolution = resolution;
    this.created = created;
  }

  /// How many seconds one segment holds, which is how exact retention is.
  static long spanSeconds(Resolution resolution) {
    return switch (resolution) {
      case TEN_SECONDS -> 3_600;
      case MINUTE -> 12 * 3_600;
      case HOUR -> 30 * 24 * 3_600;
    };
  }

  /// Writes one block.
  ///
  /// @throws IOException when nothing of it is there
  void write(RollupCut cut, long sequence, long through) throws IOException {
    if (segment != null && !takes(segment, cut.startEpochSeconds())) {
      complete();
    }
    if (segment == null) {
      begin(sequence);
    }
    RollupSegment into = Objects.requireNonNull(segment);
    FileChannel to = Objects.requireNonNull(channel);
    ByteBuffer block = encoder.encode(cut, sequence, through);
    int length = block.remaining();
    try {
      RollupSegment.write(to, block, into.bytes());
    } catch (IOException e) {
      abandon();
      throw e;
    }
    into.added(encoder.header(), length);
    if (into.index().count() == 1) {
      created.accept(into);
    }
  }

  /// Whether a file is the one that is being written.
  boolean writes(RollupSegment other) {
    return segment == other;
  }

  /// Forces what was written to the device.
  void force() throws IOException {
    if (channel != null) {
      channel.force(false);
    }
  }

  private boolean takes(RollupSegment into, long start) {
    return into.bytes() < BYTES_MAX
        && encoder.series() < SERIES_MAX
        && start >= into.index().minStart()
        && start < into.index().minStart() + spanSeconds(resolution);
  }

  private void begin(long sequence) throws IOException {
    Path path = RollupSegment.path(directory, resolution, sequence);
    channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    segment = RollupSegment.create(path);
    encoder.begin();
  }

  private void complete() throws IOException {
    try (FileChannel open = channel) {
      if (segment != null && open != null && segment.index().count() > 0) {
        segment.complete(open);
      }
    } finally {
      segment = null;
      channel = null;
    }
  }

  /// Ends a segment whose last block may be torn: its dictionary is ahead of it. The next start
  /// cuts it off.
  private void abandon() {
    try (FileChannel open = channel) {
      if (segment != null && open != null) {
        open.truncate(segment.bytes());
      }
    } catch (IOException _) {
      // The block is behind what the index knows; the next start cuts it off.
    } finally {
      segment = null;
      channel = null;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      complete();
    } finally {
      encoder.close();
    }
  }

  /// Ends as a killed process does.
  void crash() throws IOException {
    if (channel != null) {
      channel.close();
    }
    encoder.close();
  }
}
