package dev.hopwise.sample.record;

import dev.hopwise.sample.Decision;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A part of the log that is on disk and grows no more, and how to find a block in it.
///
/// Whoever reads opens the file for himself, so that neither an interrupt nor retention closes it
/// under another reader.
record Segment(long number, Path file, Extent extent, BlockIndex index) {

  long fileBytes() {
    return extent.bytes() + index.fileBytes();
  }

  /// The block at an offset.
  static Block block(Path file, int offset, long limit) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Block block = BlockFile.read(channel, offset, limit);
      if (block == null) {
        throw new IOException(file + ": damaged block at " + offset);
      }
      return block;
    }
  }

  /// Hands over every whole block in order.
  ///
  /// @return the offset behind the last of them
  static int scan(FileChannel channel, long limit, Consumer<Block> consumer) throws IOException {
    int at = BlockFile.HEADER_BYTES;
    for (@Nullable Block block = BlockFile.read(channel, at, limit); block != null; ) {
      consumer.accept(block);
      at = block.end();
      block = BlockFile.read(channel, at, limit);
    }
    return at;
  }

  /// Hands over the decisions made in a range, in the order in which they were written.
  static void scan(
      Path file, Extent extent, long fromNanos, long toNanos, Consumer<Decision> consumer)
      throws IOException {
    if (!extent.touches(fromNanos, toNanos)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      scan(channel, extent.bytes(), block -> within(block, fromNanos, toNanos, consumer));
    }
  }

  private static void within(Block block, long from, long to, Consumer<Decision> consumer) {
    DecisionBlock decisions = block.decisions();
    for (int i = 0; i < decisions.count(); i++) {
      long decided = decisions.decidedEpochNanos(i);
      if (decided >= from && decided < to) {
        consumer.accept(decisions.decision(i));
      }
    }
  }
}
