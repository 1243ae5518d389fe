package dev.hopwise.store.lake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The index beside a Parquet file, mapped. Little-endian:
///
/// ```
/// u64 magic "HOPWIDX1"        its last character is the version
/// u64 rows                    of the Parquet file
/// u32 sections                1 to 16
/// for each section:
///   u32 kind                  1 trace index (TraceIndex), 2 token filter (TokenFilter)
///   u32 CRC32C                of the section's bytes
///   u64 offset, u64 length
/// u32 CRC32C                  of everything above
/// the sections
/// ```
///
/// A section's checksum is verified when it is first used, so that opening is cheap.
final class SegmentIndex implements AutoCloseable {

  static final long MAGIC =
      ByteBuffer.wrap("HOPWIDX1".getBytes(StandardCharsets.US_ASCII))
          .order(ByteOrder.LITTLE_ENDIAN)
          .getLong();

  static final int TRACES = 1;
  static final int TOKENS = 2;

  private static final int FIXED_BYTES = 8 + 8 + 4;
  private static final int SECTION_BYTES = 24;
  private static final int SECTIONS_MAX = 16;
  private static final int CHECKED_BYTES = 1 << 16;

  private final MappedFile file;
  private final long rows;
  private @Nullable Section traces;
  private @Nullable Section tokens;

  /// Set once the section was verified; seen late, it is verified twice.
  private volatile @Nullable TraceIndex traceIndex;

  private volatile int filterBlocks;

  private record Section(int crc, long offset, long length) {}

  private SegmentIndex(MappedFile file) {
    this.file = file;
    byte[] fixed = file.copy(0, FIXED_BYTES);
    ByteBuffer head = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
    if (head.getLong() != MAGIC) {
      throw new CorruptFileException(file.path(), 0, "not an index of this version");
    }
    rows = head.getLong();
    int sections = head.getInt();
    if (sections < 1 || sections > SECTIONS_MAX) {
      throw new CorruptFileException(file.path(), 16, "an index of " + sections + " sections");
    }
    readSections(sections);
  }

  static int headBytes(int sections) {
    return FIXED_BYTES + sections * SECTION_BYTES + Integer.BYTES;
  }

  /// @throws CorruptFileException when it is damaged
  static SegmentIndex open(Path path) throws IOException {
    MappedFile file = MappedFile.open(path);
    try {
      return new SegmentIndex(file);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /// Of the Parquet file it was made for.
  long rows() {
    return rows;
  }

  /// As {@link MappedFile#acquire}.
  boolean acquire() {
    return file.acquire();
  }

  void release() {
    file.release();
  }

  /// The rows that may be the trace's, or null when it is surely not there.
  ///
  /// @throws CorruptFileException when the index is damaged
  @Nullable RowRange find(long idHigh, long idLow) {
    TraceIndex known = traceIndex;
    if (known == null) {
      Section section = verified(traces);
      known = new TraceIndex(file, section.offset, section.length);
      traceIndex = known;
    }
    return known.find(idHigh, idLow);
  }

  /// Whether a token may be in the file.
  ///
  /// @throws CorruptFileException when the index is damaged
  boolean mayContain(long token) {
    Section section = tokens;
    if (section == null) {
      return true;
    }
    int blocks = filterBlocks;
    if (blocks == 0) {
      blocks = verifiedBlocks(section);
      filterBlocks = blocks;
    }
    long block = TokenFilter.block(token, blocks);
    long at = section.offset + Integer.BYTES + block * TokenFilter.BLOCK_BYTES;
    return TokenFilter.mayContain(file.copy(at, TokenFilter.BLOCK_BYTES), 0, token);
  }

  private int verifiedBlocks(Section section) {
    verified(section);
    int blocks =
        ByteBuffer.wrap(file.copy(section.offset, Integer.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt();
    long due = Integer.BYTES + (long) blocks * TokenFilter.BLOCK_BYTES;
    if (blocks < 1 || due != section.length) {
      throw new CorruptFileException(file.path(), section.offset, "a filter of " + blocks);
    }
    return blocks;
  }

  private void readSections(int sections) {
    int length = headBytes(sections);
    byte[] bytes = file.copy(0, length);
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length - Integer.BYTES);
    ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (head.getInt(length - Integer.BYTES) != (int) crc.getValue()) {
      throw new CorruptFileException(file.path(), 0, "the head's checksum is wrong");
    }
    head.position(FIXED_BYTES);
    for (int i = 0; i < sections; i++) {
      int kind = head.getInt();
      Section section = new Section(head.getInt(), head.getLong(), head.getLong());
      if (kind == TRACES) {
        traces = section;
      } else if (kind == TOKENS) {
        tokens = section;
      }
    }
  }

  private Section verified(@Nullable Section section) {
    if (section == null) {
      throw new CorruptFileException(file.path(), 0, "the section is missing");
    }
    CRC32C crc = new CRC32C();
    byte[] part = new byte[CHECKED_BYTES];
    for (long done = 0; done < section.length; done += CHECKED_BYTES) {
      int now = (int) Math.min(CHECKED_BYTES, section.length - done);
      file.copy(section.offset + done, part, 0, now);
      crc.update(part, 0, now);
    }
    if (section.crc != (int) crc.getValue()) {
      throw new CorruptFileException(file.path(), section.offset, "a checksum is wrong");
    }
    return section;
  }

  @Override
  public void close() {
    file.close();
  }
}
