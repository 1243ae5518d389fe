package dev.hopwise.store.lake.rollup;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.hopwise.store.rollup.RollupReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads segments for one reader. Not thread-safe.
final class SegmentScan implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentScan.class);

  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
  private final RollupReader reader;
  private final RowReader rows;
  private final LongConsumer sequences;
  private byte[] unpacked = new byte[1 << 16];
  private int damaged;

  /// @param sequences is told the sequence of each block before the reader gets it
  SegmentScan(RollupReader reader, LongConsumer sequences) {
    this.reader = reader;
    this.rows = new RowReader(reader);
    this.sequences = sequences;
  }

  /// Which blocks are wanted.
  ///
  /// @param afterSequence only those behind it
  record Wanted(long fromEpochSeconds, long toEpochSeconds, long afterSequence) {
    boolean start(long epochSeconds) {
      return epochSeconds >= fromEpochSeconds && epochSeconds < toEpochSeconds;
    }
  }

  /// How many blocks were passed over because they could not be read.
  int damaged() {
    return damaged;
  }

  /// Reads the blocks of a file.
  void read(Path path, BlockIndex.Snapshot index, Wanted wanted) throws IOException {
    int last = index.count() - 1;
    while (last >= 0 && !wanted.start(index.start(last))) {
      last--;
    }
    if (last < 0) {
      return;
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      rows.begin();
      for (int block = 0; block <= last; block++) {
        boolean start = wanted.start(index.start(block));
        if ((start || index.hasDictionary(block))
            && !read(channel, index.offset(block), start, wanted.afterSequence(), path)) {
          return;
        }
      }
    } catch (NoSuchFileException _) {
      // Retention was faster; what it removes was old.
    }
  }

  /// @return whether the blocks behind it can be understood
  private boolean read(FileChannel channel, int at, boolean start, long after, Path path)
      throws IOException {
    boolean dictionary = false;
    try {
      BlockHeader header =
          BlockHeader.read(RollupSegment.read(channel, at, BlockHeader.BYTES).array());
      boolean wanted = start && header.sequence() > after;
      int length = wanted ? header.bodyBytes() : header.dictionaryBytes();
      byte[] body = RollupSegment.read(channel, at + (long) BlockHeader.BYTES, length).array();
      if (header.dictionaryBytes() > 0) {
        unpack(
            body, 0, header.dictionaryBytes(), header.dictionaryUnpacked(), header.dictionaryCrc());
        rows.dictionary(unpacked, header.dictionaryUnpacked());
      }
      dictionary = true;
      if (wanted) {
        unpack(
            body,
            header.dictionaryBytes(),
            header.rowsBytes(),
            header.rowsUnpacked(),
            header.rowsCrc());
        sequences.accept(header.sequence());
        reader.block(header.startEpochSeconds(), header.coveredMillis());
        rows.rows(unpacked, header.rowsUnpacked());
      }
      return true;
    } catch (DamagedBlockException | ZstdException e) {
      damaged++;
      LOG.error("rollups damaged file={} offset={}", path, at, e);
      return dictionary;
    }
  }

  private void unpack(byte[] body, int offset, int length, int size, int crc) {
    if (BlockHeader.crc(body, offset, length) != crc) {
      throw new DamagedBlockException("a checksum is another");
    }
    if (unpacked.length < size) {
      unpacked = new byte[size];
    }
    if (length > 0 && zstd.decompressByteArray(unpacked, 0, size, body, offset, length) != size) {
      throw new DamagedBlockException("not the length that it should have");
    }
  }

  @Override
  public void close() {
    zstd.close();
  }
}
