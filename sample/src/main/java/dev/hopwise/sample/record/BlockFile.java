package dev.hopwise.sample.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The data file of a segment. All numbers are little-endian.
///
/// ```
/// header   8  magic "HWDLOG01"
/// block    4  length n of what follows the next field
///          4  CRC-32C of those n bytes
///          8  when its earliest decision was made, nanoseconds since 1970   ┐
///          8  when its latest was made                                      │ n bytes
///          …  decisions, as DecisionCodec writes them                       ┘
/// ```
///
/// A block whose length reaches beyond the file, or whose checksum differs, ends the file for
/// readers.
final class BlockFile {

  static final int HEADER_BYTES = 8;

  private static final long MAGIC = 0x3130474F4C445748L; // "HWDLOG01" read little-endian
  private static final int PRELUDE_BYTES = 8;
  private static final int HEAD_BYTES = 16;

  /// Far above the 64 KiB at which a block is written.
  private static final int BLOCK_BYTES_MAX = 1 << 22;

  private BlockFile() {}

  static void writeHeader(FileChannel file) throws IOException {
    writeFully(file, littleEndian(new byte[HEADER_BYTES]).putLong(MAGIC).flip(), 0);
  }

  static void needHeader(FileChannel file) throws IOException {
    ByteBuffer header = littleEndian(new byte[HEADER_BYTES]);
    if (!readFully(file, header, 0) || header.getLong(0) != MAGIC) {
      throw new MalformedDecisionsException("the file does not begin with HWDLOG01");
    }
  }

  /// Writes a block; returns the offset behind it.
  static int write(FileChannel file, int offset, long earliest, long latest, byte[] decisions)
      throws IOException {
    byte[] bytes = new byte[PRELUDE_BYTES + HEAD_BYTES + decisions.length];
    ByteBuffer block = littleEndian(bytes);
    block.putInt(HEAD_BYTES + decisions.length).putInt(0);
    block.putLong(earliest).putLong(latest).put(decisions).flip();
    block.putInt(4, checksum(bytes, PRELUDE_BYTES, bytes.length - PRELUDE_BYTES));
    writeFully(file, block, offset);
    return offset + bytes.length;
  }

  /// The block at an offset, or null where there is no whole one.
  ///
  /// @throws MalformedDecisionsException when its checksum holds but its content cannot be read
  static @Nullable Block read(FileChannel file, int offset, long limit) throws IOException {
    ByteBuffer prelude = littleEndian(new byte[PRELUDE_BYTES]);
    if (offset + PRELUDE_BYTES > limit || !readFully(file, prelude, offset)) {
      return null;
    }
    int length = prelude.getInt(0);
    int from = offset + PRELUDE_BYTES;
    if (length < HEAD_BYTES || length > BLOCK_BYTES_MAX || from + (long) length > limit) {
      return null;
    }
    byte[] bytes = new byte[length];
    ByteBuffer content = littleEndian(bytes);
    if (!readFully(file, content, from) || checksum(bytes, 0, length) != prelude.getInt(4)) {
      return null;
    }
    return new Block(
        offset,
        from + length,
        content.getLong(0),
        content.getLong(8),
        new DecisionBlock(bytes, HEAD_BYTES, length - HEAD_BYTES));
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, offset, length);
    return (int) checksum.getValue();
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static void writeFully(FileChannel file, ByteBuffer bytes, long at) throws IOException {
    long next = at;
    while (bytes.hasRemaining()) {
      next += file.write(bytes, next);
    }
  }

  private static boolean readFully(FileChannel file, ByteBuffer into, long at) throws IOException {
    long next = at;
    while (into.hasRemaining()) {
      int count = file.read(into, next);
      if (count < 0) {
        return false;
      }
      next += count;
    }
    return true;
  }
}
