package dev.hopwise.store.lake;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Compresses the pages of a chunk and writes them with their headers (`PageHeader` of
/// parquet.thrift, data page v1, with the CRC of the stored body). Used by one thread.
final class PageWriter implements AutoCloseable {

  private static final int DATA_PAGE = 0;
  private static final int DICTIONARY_PAGE = 2;

  private final FileOutput file;
  private final ZstdCompressCtx zstd = new ZstdCompressCtx();
  private final CRC32 crc = new CRC32();
  private final ByteOutput header = new ByteOutput(64);
  private byte[] stored = new byte[0];

  PageWriter(FileOutput file, int zstdLevel) {
    this.file = file;
    zstd.setLevel(zstdLevel);
  }

  void dictionary(WrittenChunk chunk, ByteOutput body, int values) {
    chunk.dictionaryOffset = file.position();
    int length = store(chunk, body);
    ThriftWriter thrift = beginHeader(DICTIONARY_PAGE, body.size(), length);
    thrift.beginStruct(7);
    thrift.i32(1, values);
    thrift.i32(2, WrittenChunk.PLAIN);
    thrift.end();
    finish(chunk, thrift, body.size(), length);
  }

  /// @param firstRow within the row group
  void data(
      WrittenChunk chunk,
      ByteOutput body,
      PageLevels levels,
      int page,
      int firstRow,
      byte @Nullable [] lower,
      byte @Nullable [] upper) {
    long offset = file.position();
    if (chunk.dataOffset == WrittenChunk.NOWHERE) {
      chunk.dataOffset = offset;
    }
    int slots = levels.slots(page);
    int nulls = levels.nulls(page);
    int length = store(chunk, body);
    ThriftWriter thrift = beginHeader(DATA_PAGE, body.size(), length);
    thrift.beginStruct(5);
    thrift.i32(1, slots);
    thrift.i32(2, chunk.encoding);
    thrift.i32(3, WrittenChunk.RLE);
    thrift.i32(4, WrittenChunk.RLE);
    thrift.end();
    int bytes = finish(chunk, thrift, body.size(), length);
    chunk.pages.add(new WrittenPage(offset, bytes, firstRow, nulls, nulls == slots, lower, upper));
    chunk.slots += slots;
    chunk.nulls += nulls;
  }

  private ThriftWriter beginHeader(int type, int plainBytes, int storedBytes) {
    crc.reset();
    crc.update(stored, 0, storedBytes);
    header.clear();
    ThriftWriter thrift = new ThriftWriter(header);
    thrift.begin();
    thrift.i32(1, type);
    thrift.i32(2, plainBytes);
    thrift.i32(3, storedBytes);
    thrift.i32(4, (int) crc.getValue());
    return thrift;
  }

  private int finish(WrittenChunk chunk, ThriftWriter thrift, int plainBytes, int storedBytes) {
    thrift.end();
    file.write(header);
    file.write(stored, 0, storedBytes);
    chunk.plainBytes += header.size() + plainBytes;
    chunk.storedBytes += header.size() + storedBytes;
    return header.size() + storedBytes;
  }

  private int store(WrittenChunk chunk, ByteOutput body) {
    int size = body.size();
    int needed = chunk.compressed ? Math.toIntExact(Zstd.compressBound(size)) : size;
    if (stored.length < needed) {
      stored = new byte[needed];
    }
    if (!chunk.compressed) {
      System.arraycopy(body.array(), 0, stored, 0, size);
      return size;
    }
    return zstd.compressByteArray(stored, 0, stored.length, body.array(), 0, size);
  }

  @Override
  public void close() {
    zstd.close();
  }
}
