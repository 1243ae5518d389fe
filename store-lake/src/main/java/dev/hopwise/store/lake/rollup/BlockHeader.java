package dev.hopwise.store.lake.rollup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// What stands before each block; all numbers little-endian.
///
/// ```
/// "HRB1" | CRC-32C of the rest of the header | start epoch s:64 | sequence:64 | through:64 | covered ms:64
///   | dictionary bytes:32 | unpacked:32 | rows bytes:32 | unpacked:32 | CRC-32C of dictionary | of rows
/// ```
///
/// @param sequence numbers the blocks of a resolution, from 1 on
/// @param through the last block of the next finer resolution that is in this block, or an earlier
///   one; 0 for the finest
/// @param dictionaryBytes as they lie there, compressed; new series of this block
/// @param rowsBytes likewise, behind the dictionary
record BlockHeader(
    long startEpochSeconds,
    long sequence,
    long through,
    long coveredMillis,
    int dictionaryBytes,
    int dictionaryUnpacked,
    int rowsBytes,
    int rowsUnpacked,
    int dictionaryCrc,
    int rowsCrc) {

  static final int BYTES = 64;

  /// A block of 20,000 series takes about 1 MB.
  static final int PART_BYTES_MAX = 64 << 20;

  private static final int MAGIC = 'H' | 'R' << 8 | 'B' << 16 | '1' << 24;
  private static final int CHECKED_FROM = 2 * Integer.BYTES;

  /// How many bytes follow.
  int bodyBytes() {
    return dictionaryBytes + rowsBytes;
  }

  /// Writes it at the beginning of a block.
  void write(byte[] block) {
    ByteBuffer to = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    to.putInt(MAGIC).putInt(0);
    to.putLong(startEpochSeconds).putLong(sequence).putLong(through).putLong(coveredMillis);
    to.putInt(dictionaryBytes).putInt(dictionaryUnpacked);
    to.putInt(rowsBytes).putInt(rowsUnpacked);
    to.putInt(dictionaryCrc).putInt(rowsCrc);
    to.putInt(Integer.BYTES, crc(block, CHECKED_FROM, BYTES - CHECKED_FROM));
  }

  /// Reads it from the beginning of a block.
  ///
  /// @throws DamagedBlockException when these bytes are no header
  static BlockHeader read(byte[] block) {
    ByteBuffer from = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    int magic = from.getInt();
    int crc = from.getInt();
    if (magic != MAGIC || crc != crc(block, CHECKED_FROM, BYTES - CHECKED_FROM)) {
      throw new DamagedBlockException("no block begins here");
    }
    BlockHeader header =
        new BlockHeader(
            from.getLong(),
            from.getLong(),
            from.getLong(),
            from.getLong(),
            from.getInt(),
            from.getInt(),
            from.getInt(),
            from.getInt(),
            from.getInt(),
            from.getInt());
    if (!isPart(header.dictionaryBytes, header.dictionaryUnpacked)
        || !isPart(header.rowsBytes, header.rowsUnpacked)) {
      throw new DamagedBlockException("a block with parts that are too large");
    }
    return header;
  }

  private static boolean isPart(int bytes, int unpacked) {
    return bytes >= 0 && bytes <= PART_BYTES_MAX && unpacked >= 0 && unpacked <= PART_BYTES_MAX;
  }

  static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
