package dev.hopwise.store.lake;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The decompressed body of one page at a time, in buffers that are used again.
final class PageBody implements AutoCloseable {

  /// Buffers beyond this are not kept for the next query.
  private static final int KEPT_BYTES_MAX = 4 << 20;

  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
  private @Nullable MappedFile file;
  private @Nullable ColumnChunk chunk;
  private byte[] stored = new byte[1 << 16];
  private byte[] body = new byte[1 << 17];
  private int length;
  private long bytesRead;

  PageBody() {}

  PageBody(MappedFile file, ColumnChunk chunk) {
    open(file, chunk);
  }

  void open(MappedFile newFile, ColumnChunk newChunk) {
    int codec = newChunk.codec();
    if (codec != ColumnChunk.UNCOMPRESSED && codec != ColumnChunk.ZSTD) {
      throw new MalformedBytesException("compression codec " + codec + " is not supported");
    }
    file = newFile;
    chunk = newChunk;
  }

  /// The bytes; only {@link #length} of them count, and at least {@link RunLength#PADDING} more may
  /// be read.
  byte[] bytes() {
    return body;
  }

  int length() {
    return length;
  }

  /// Decompressed bytes since the last call.
  long takeBytesRead() {
    long taken = bytesRead;
    bytesRead = 0;
    return taken;
  }

  /// Reads the header of the page that begins there.
  PageHeader readHeader(long offset) {
    return readHeader(offset, PageHeader.LENGTH_MAX);
  }

  /// Reads the header of a page of at most so many bytes.
  PageHeader readHeader(long offset, int atMost) {
    MappedFile from = opened();
    try {
      return readHeaderWithin(from, offset, Math.min(atMost, PageHeader.LENGTH_USUAL));
    } catch (MalformedBytesException e) { // longer than usual, or damaged
      return readHeaderWithin(from, offset, Math.min(atMost, PageHeader.LENGTH_MAX));
    }
  }

  private PageHeader readHeaderWithin(MappedFile from, long offset, int atMost) {
    int size = (int) Math.min(atMost, Math.max(0, from.size() - offset));
    ensureStored(size);
    from.copy(offset, stored, 0, size);
    return PageHeader.read(stored, 0, size);
  }

  /// Loads the page in this range.
  PageHeader load(long offset, int size) {
    MappedFile from = opened();
    if (size > PageHeader.BYTES_MAX) {
      throw new MalformedBytesException("a page of " + size + " bytes");
    }
    ensureStored(size);
    from.copy(offset, stored, 0, size);
    PageHeader header = PageHeader.read(stored, 0, size);
    int at = header.length();
    if (header.storedBytes() > size - at) {
      throw new MalformedBytesException("a page of " + header.storedBytes() + " in " + size);
    }
    checkCrc(header, at);
    decompress(header, at);
    bytesRead += length;
    return header;
  }

  /// Decodes levels.
  ///
  /// @param from where they begin in the body
  /// @return where the bytes behind them begin

  int readLevels(int from, int maxLevel, byte[] to, int count) {
    int end = endOfLevels(from);
    new RunLength(body, from + Integer.BYTES, end, RunLength.width(maxLevel)).read(to, count);
    return end;
  }

  /// Where the bytes behind the levels that begin there begin.
  int endOfLevels(int from) {
    int bytes = intAt(from);
    int begin = from + Integer.BYTES;
    if (bytes < 0 || bytes > length - begin) {
      throw new MalformedBytesException("levels of " + bytes + " bytes");
    }
    return begin + bytes;
  }

  /// The little-endian number there.
  int intAt(int at) {
    if (at < 0 || at > length - Integer.BYTES) {
      throw new MalformedBytesException("the page ends too early");
    }
    return (body[at] & 0xff)
        | (body[at + 1] & 0xff) << 8
        | (body[at + 2] & 0xff) << 16
        | body[at + 3] << 24;
  }

  /// Lets go of the file, and of buffers that are unusually large.
  void reset() {
    file = null;
    chunk = null;
    if (stored.length + body.length > KEPT_BYTES_MAX) {
      stored = new byte[1 << 16];
      body = new byte[1 << 17];
    }
  }

  @Override
  public void close() {
    zstd.close();
  }

  private MappedFile opened() {
    if (file == null) {
      throw new IllegalStateException("no file is open");
    }
    return file;
  }

  private void ensureStored(int size) {
    if (stored.length < size) {
      stored = new byte[size + (size >> 2)];
    }
  }

  private void checkCrc(PageHeader header, int at) {
    if (header.crc() >= 0) {
      CRC32 crc = new CRC32();
      crc.update(stored, at, header.storedBytes());
      if (crc.getValue() != header.crc()) {
        throw new MalformedBytesException("a page's checksum is wrong");
      }
    }
  }

  private void decompress(PageHeader header, int at) {
    length = header.bytes();
    if (body.length < length + RunLength.PADDING) {
      body = new byte[length + (length >> 2) + RunLength.PADDING];
    }
    if (chunk == null || chunk.codec() == ColumnChunk.UNCOMPRESSED) {
      if (header.storedBytes() != length) {
        throw new MalformedBytesException("an uncompressed page of two sizes");
      }
      System.arraycopy(stored, at, body, 0, length);
      return;
    }
    if (length == 0) {
      return;
    }
    try {
      int got = zstd.decompressByteArray(body, 0, length, stored, at, header.storedBytes());
      if (got != length) {
        throw new MalformedBytesException("a page of " + got + " bytes, not " + length);
      }
    } catch (ZstdException e) {
      throw new MalformedBytesException("zstd: " + e.getMessage());
    }
  }
}
