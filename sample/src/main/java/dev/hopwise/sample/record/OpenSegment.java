package dev.hopwise.sample.record;

import dev.hopwise.model.TraceId;
import dev.hopwise.sample.Decision;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The part of the log that is written, with the decisions that wait for their block. Guarded by
/// the log's lock.
final class OpenSegment {

  private static final int BLOCK_BYTES = 64 << 10;

  private final long number;
  private final Path file;
  private final FileChannel channel;
  private final TraceTable table = new TraceTable();
  private final DecisionWriter writer = new DecisionWriter();
  private final List<Decision> waiting = new ArrayList<>();
  private final AtomicLong lost;
  private Extent extent = Extent.ofHeader();
  private boolean torn;

  private OpenSegment(long number, Path file, FileChannel channel, AtomicLong lost) {
    this.number = number;
    this.file = file;
    this.channel = channel;
    this.lost = lost;
  }

  /// @param lost counts the decisions that could not be written
  static OpenSegment create(long number, Path file, AtomicLong lost) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    BlockFile.writeHeader(channel);
    return new OpenSegment(number, file, channel, lost);
  }

  /// Takes up what an earlier process wrote, and cuts off what is torn; null when it died before
  /// the header was whole.
  ///
  /// @throws IOException also when the file is not of this version: nothing is cut off then
  static @Nullable OpenSegment recover(long number, Path file, AtomicLong lost) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.size() < BlockFile.HEADER_BYTES) {
        channel.close();
        return null;
      }
      OpenSegment segment = new OpenSegment(number, file, channel, lost);
      segment.recover();
      return segment;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw new IOException(file + ": cannot be read as a decision log", e);
    }
  }

  private void recover() throws IOException {
    BlockFile.needHeader(channel);
    long size = channel.size();
    int end = Segment.scan(channel, size, this::takeUp);
    torn = end < size;
    channel.truncate(end);
  }

  /// Whether something was cut off.
  boolean torn() {
    return torn;
  }

  long number() {
    return number;
  }

  Path file() {
    return file;
  }

  /// What is written; not what waits.
  Extent extent() {
    return extent;
  }

  List<Decision> waiting() {
    return waiting;
  }

  long fileBytes() {
    return extent.bytes() + table.fileBytes();
  }

  /// Takes a decision; writes when a block is full.
  void add(Decision decision) throws IOException {
    writer.add(decision);
    waiting.add(decision);
    table.put(TraceHash.of(decision.traceId()), (int) extent.bytes());
    if (writer.bytes() >= BLOCK_BYTES) {
      flush();
    }
  }

  /// Writes what waits. Where that fails, it is lost, and the file is as before.
  void flush() throws IOException {
    if (waiting.isEmpty()) {
      return;
    }
    try {
      writeBlock();
    } catch (IOException e) {
      lost.addAndGet(waiting.size());
      channel.truncate(extent.bytes());
      throw new IOException(
          "%s: %d decisions lost at %d".formatted(file, waiting.size(), extent.bytes()), e);
    } finally {
      writer.clear();
      waiting.clear();
    }
  }

  private void writeBlock() throws IOException {
    long earliest = Long.MAX_VALUE;
    long latest = Long.MIN_VALUE;
    for (Decision decision : waiting) {
      earliest = Math.min(earliest, decision.decidedEpochNanos());
      latest = Math.max(latest, decision.decidedEpochNanos());
    }
    int end = BlockFile.write(channel, (int) extent.bytes(), earliest, latest, writer.toBytes());
    extent = extent.plus(end, waiting.size(), earliest, latest);
  }

  /// In which block a trace stands, {@link BlockIndex#NO_BLOCK} when in none.
  int blockOf(TraceId id) {
    return table.blockOf(TraceHash.of(id));
  }

  /// The newest waiting decision about a trace, null when none waits.
  @Nullable Decision waiting(TraceId id) {
    if (blockOf(id) != extent.bytes()) {
      return null; // its block would be the next
    }
    return waiting.reversed().stream()
        .filter(decision -> decision.traceId().equals(id))
        .findFirst()
        .orElse(null);
  }

  void force() throws IOException {
    channel.force(false);
  }

  /// What readers need of it once nothing is added any more.
  Segment asFull() {
    return new Segment(number, file, extent, table);
  }

  /// Writes the index of a full one and closes the file.
  ///
  /// @return the same with the index on disk instead of that in memory
  Segment seal(Path index) throws IOException {
    if (channel.isOpen()) { // not so when the index failed the last time
      channel.force(false);
      channel.close();
    }
    IndexFile.write(index, table, extent);
    IndexFile written = IndexFile.open(index, extent.bytes());
    if (written == null) {
      throw new IOException(index + ": not what was written");
    }
    return new Segment(number, file, extent, written);
  }

  void close() throws IOException {
    channel.close();
  }

  private void takeUp(Block block) {
    DecisionBlock decisions = block.decisions();
    for (int i = 0; i < decisions.count(); i++) {
      table.put(TraceHash.of(decisions.traceId(i)), block.offset());
    }
    extent =
        extent.plus(
            block.end(), decisions.count(), block.earliestEpochNanos(), block.latestEpochNanos());
  }
}
