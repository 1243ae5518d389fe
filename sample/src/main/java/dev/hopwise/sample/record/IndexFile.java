package dev.hopwise.sample.record;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The index beside the data file of a full segment, mapped and never read as a whole. All numbers
/// are little-endian.
///
/// ```
/// 8      magic "HWDIDX01"
/// 8      length of the data file
/// 8      decisions in it
/// 8      when the earliest of them was made, nanoseconds since 1970
/// 8      when the latest was made
/// 4      number of entries
/// 4      CRC-32C of all the above
/// 12     each entry, ascending by the hash as an unsigned number:
///   8    · hash of the trace id (TraceHash)
///   4    · offset of the block with the newest decision about it
/// ```
///
/// It can always be made again from the data file.
final class IndexFile implements BlockIndex, AutoCloseable {

  static final int HEADER_BYTES = 48;
  static final int ENTRY_BYTES = 12;

  private static final long MAGIC = 0x3130584449445748L; // "HWDIDX01" read little-endian
  private static final int CHECKED_BYTES = 44;
  private static final int BUFFER_BYTES = ENTRY_BYTES << 13;

  private static final ValueLayout.OfLong HASH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt BLOCK =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Arena arena;
  private final MemorySegment entries;
  private final Extent extent;
  private final int count;

  private IndexFile(Arena arena, MemorySegment file, Extent extent, int count) {
    this.arena = arena;
    this.entries = file.asSlice(HEADER_BYTES);
    this.extent = extent;
    this.count = count;
  }

  /// Writes it under a passing name, then renames: it is whole or not there.
  static void write(Path file, TraceTable table, Extent extent) throws IOException {
    Path passing = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            passing,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      BlockFile.writeFully(channel, header(extent, table.size()), 0);
      writeEntries(channel, table);
      channel.force(true);
    }
    Files.move(passing, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Null where there is none that fits the data file.
  @SuppressWarnings("MustBeClosedChecker") // closed with the IndexFile, or here where there is none
  static @Nullable IndexFile open(Path file, long dataBytes) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment map = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      if (fits(map, dataBytes)) {
        return new IndexFile(arena, map, extent(map), map.get(BLOCK, 40));
      }
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
    arena.close();
    return null;
  }

  Extent extent() {
    return extent;
  }

  @Override
  public long fileBytes() {
    return HEADER_BYTES + entries.byteSize();
  }

  /// Guesses the place by the hash's share of the whole range, which is off by about √n / 2
  /// entries; widens the guess until it holds the hash, then halves it.
  @Override
  public int blockOf(long hash) {
    long guess = Math.unsignedMultiplyHigh(hash, count);
    long low = guess;
    for (long step = 64; low > 0 && Long.compareUnsigned(hashAt(low), hash) > 0; step *= 2) {
      low = Math.max(0, low - step);
    }
    long high = guess;
    for (long step = 64; high < count && Long.compareUnsigned(hashAt(high), hash) < 0; step *= 2) {
      high = Math.min(count, high + step);
    }
    return search(hash, low, Math.min(high, count - 1L));
  }

  private int search(long hash, long from, long to) {
    long low = from;
    long high = to;
    while (low <= high) {
      long middle = (low + high) >>> 1;
      int order = Long.compareUnsigned(hashAt(middle), hash);
      if (order == 0) {
        return entries.get(BLOCK, middle * ENTRY_BYTES + Long.BYTES);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return NO_BLOCK;
  }

  private long hashAt(long entry) {
    return entries.get(HASH, entry * ENTRY_BYTES);
  }

  @Override
  public void close() {
    arena.close();
  }

  private static ByteBuffer header(Extent extent, int count) {
    byte[] bytes = new byte[HEADER_BYTES];
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(MAGIC).putLong(extent.bytes()).putLong(extent.decisions());
    header.putLong(extent.earliestEpochNanos()).putLong(extent.latestEpochNanos()).putInt(count);
    return header.putInt(checksum(bytes)).flip();
  }

  private static void writeEntries(FileChannel channel, TraceTable table) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long at = HEADER_BYTES;
    for (long hash : table.sortedHashes()) {
      buffer.putLong(hash).putInt(table.blockOf(hash));
      if (!buffer.hasRemaining()) {
        BlockFile.writeFully(channel, buffer.flip(), at);
        at += BUFFER_BYTES;
        buffer.clear();
      }
    }
    BlockFile.writeFully(channel, buffer.flip(), at);
  }

  private static boolean fits(MemorySegment map, long dataBytes) {
    if (map.byteSize() < HEADER_BYTES || map.get(HASH, 0) != MAGIC) {
      return false;
    }
    byte[] header = map.asSlice(0, HEADER_BYTES).toArray(ValueLayout.JAVA_BYTE);
    return map.get(BLOCK, CHECKED_BYTES) == checksum(header)
        && map.get(HASH, 8) == dataBytes
        && map.byteSize() == HEADER_BYTES + (long) map.get(BLOCK, 40) * ENTRY_BYTES;
  }

  private static Extent extent(MemorySegment map) {
    return new Extent(map.get(HASH, 8), map.get(HASH, 16), map.get(HASH, 24), map.get(HASH, 32));
  }

  private static int checksum(byte[] header) {
    CRC32C checksum = new CRC32C();
    checksum.update(header, 0, CHECKED_BYTES);
    return (int) checksum.getValue();
  }
}
