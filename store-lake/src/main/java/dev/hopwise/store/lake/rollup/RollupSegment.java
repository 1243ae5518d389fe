package dev.hopwise.store.lake.rollup;

import dev.hopwise.store.rollup.Resolution;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One file of blocks of one resolution. Once its index stands at its end, nothing is added to it.
///
/// The owner locks.
final class RollupSegment {

  private static final Logger LOG = LoggerFactory.getLogger(RollupSegment.class);

  private final Path path;
  private final BlockIndex index;
  private long bytes;

  private RollupSegment(Path path, BlockIndex index, long bytes) {
    this.path = path;
    this.index = index;
    this.bytes = bytes;
  }

  /// A file that is to be written.
  static RollupSegment create(Path path) {
    return new RollupSegment(path, new BlockIndex(), 0);
  }

  static Path path(Path directory, Resolution resolution, long firstSequence) {
    return directory.resolve("%s%019d.rollup".formatted(prefix(resolution), firstSequence));
  }

  /// How the names of a resolution's files begin.
  static String prefix(Resolution resolution) {
    return switch (resolution) {
      case TEN_SECONDS -> "10s-";
      case MINUTE -> "1m-";
      case HOUR -> "1h-";
    };
  }

  /// What was found in a file that was not complete.
  ///
  /// @param tornBytes cut off behind the last whole block
  record Opened(RollupSegment segment, long tornBytes) {}

  /// Opens a file. One that a crash left without its index is walked through, what stands behind
  /// its last whole block is cut off, and it is completed.
  static Opened open(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long size = channel.size();
      BlockIndex complete = completeIndex(path, channel, size);
      if (complete != null) {
        return new Opened(new RollupSegment(path, complete, size), 0);
      }
      BlockIndex index = new BlockIndex();
      long end = walk(channel, size, index);
      channel.truncate(end);
      if (end < size) {
        LOG.warn(
            "rollups cut off behind the last whole block file={} offset={} bytes={}",
            path,
            end,
            size - end);
      }
      RollupSegment segment = new RollupSegment(path, index, end);
      if (index.count() > 0) {
        completeIfPossible(segment, channel);
      }
      return new Opened(segment, size - end);
    }
  }

  private static @org.jspecify.annotations.Nullable BlockIndex completeIndex(
      Path path, FileChannel channel, long size) throws IOException {
    if (size < BlockIndex.END_BYTES) {
      return null;
    }
    int length =
        BlockIndex.lengthOf(read(channel, size - BlockIndex.END_BYTES, BlockIndex.END_BYTES));
    if (length < 0 || length > size) {
      return null;
    }
    try {
      return BlockIndex.read(read(channel, size - length, length).array());
    } catch (DamagedBlockException e) {
      LOG.warn("rollups without a readable index, which is made anew file={}", path, e);
      return null;
    }
  }

  /// Where the device is full, the next start walks through it again.
  private static void completeIfPossible(RollupSegment segment, FileChannel channel) {
    try {
      segment.complete(channel);
    } catch (IOException e) {
      LOG.warn("rollups not completed file={}", segment.path, e);
    }
  }

  /// Reads header after header, and returns where the last whole block ends.
  private static long walk(FileChannel channel, long size, BlockIndex index) throws IOException {
    long at = 0;
    while (size - at >= BlockHeader.BYTES) {
      try {
        BlockHeader header = BlockHeader.read(read(channel, at, BlockHeader.BYTES).array());
        long next = at + BlockHeader.BYTES + header.bodyBytes();
        if (next > size || !isWhole(channel, at, header)) {
          return at;
        }
        index.add(header, at);
        at = next;
      } catch (DamagedBlockException _) {
        return at;
      }
    }
    return at;
  }

  private static boolean isWhole(FileChannel channel, long at, BlockHeader header)
      throws IOException {
    byte[] body = read(channel, at + BlockHeader.BYTES, header.bodyBytes()).array();
    int dictionary = header.dictionaryBytes();
    return BlockHeader.crc(body, 0, dictionary) == header.dictionaryCrc()
        && BlockHeader.crc(body, dictionary, header.rowsBytes()) == header.rowsCrc();
  }

  /// Counts a block that was written at the end.
  void added(BlockHeader header, int blockBytes) {
    index.add(header, bytes);
    bytes += blockBytes;
  }

  /// Writes the index at the end.
  void complete(FileChannel channel) throws IOException {
    ByteBuffer end = index.toBytes();
    int length = end.remaining();
    write(channel, end, bytes);
    channel.force(false);
    bytes += length;
  }

  Path path() {
    return path;
  }

  BlockIndex index() {
    return index;
  }

  long bytes() {
    return bytes;
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  static void write(FileChannel channel, ByteBuffer from, long at) throws IOException {
    long to = at;
    while (from.hasRemaining()) {
      to += channel.write(from, to);
    }
  }

  /// Exactly so many bytes.
  static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new java.io.EOFException("the file ends at " + (at + bytes.position()));
      }
    }
    return bytes.flip();
  }
}
