package dev.hopwise.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One file of the journal. All numbers are little-endian.
///
/// ```
/// header   8  magic "HWJRNL01"
///          8  base: the position of the file's first byte; a record at file offset f has position base + f
/// record   4  length n of what follows the next field
///          4  CRC-32C of those n bytes
///          8  received, nanoseconds since 1970              ┐
///          1  length a of the attributes                    │ n bytes
///          a  attributes                                    │
///          …  body                                          ┘
/// ```
///
/// A record whose length reaches beyond the file, or whose checksum differs, ends the file for
/// readers.
final class JournalSegment implements AutoCloseable {

  static final int HEADER_BYTES = 16;
  static final int PRELUDE_BYTES = 8;
  static final int RECORD_HEAD_BYTES = 9;
  static final String SUFFIX = ".journal";

  /// No record is longer: what the receiver accepts, with room to spare.
  static final int RECORD_BYTES_MAX = 1 << 30;

  private static final long MAGIC = 0x31304C4E524A5748L; // "HWJRNL01" read little-endian
  private static final int CHUNK_BYTES = 1 << 18;

  private final Path file;
  private final long base;
  private final FileChannel channel;
  private long size;
  private volatile long newestReceivedEpochNanos;
  private volatile long oldestReceivedEpochNanos;

  private JournalSegment(Path file, long base, FileChannel channel, long size) {
    this.file = file;
    this.base = base;
    this.channel = channel;
    this.size = size;
  }

  /// Creates the file that starts at a position.
  static JournalSegment create(Path directory, long base) throws IOException {
    Path file = directory.resolve(String.format("%020d%s", base, SUFFIX));
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(MAGIC).putLong(base).flip();
    writeFully(channel, header, 0);
    return new JournalSegment(file, base, channel, HEADER_BYTES);
  }

  /// Opens what an earlier process left; null when not even the header is whole.
  static @Nullable JournalSegment open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    if (!readFully(channel, header, 0) || header.getLong(0) != MAGIC) {
      channel.close();
      return null;
    }
    return new JournalSegment(file, header.getLong(8), channel, channel.size());
  }

  Path file() {
    return file;
  }

  /// The position of the first record.
  long start() {
    return base + HEADER_BYTES;
  }

  /// The position behind the last record.
  long end() {
    return base + size;
  }

  long bytes() {
    return size;
  }

  /// Lets the kernel drop from memory what lies between two positions.
  void forget(long from, long to) {
    long first = Math.max(from, base);
    long last = Math.min(to, base + size);
    if (first < last) {
      PageCache.forget(file, first - base, last - first);
    }
  }

  long newestReceivedEpochNanos() {
    return newestReceivedEpochNanos;
  }

  long oldestReceivedEpochNanos() {
    return oldestReceivedEpochNanos;
  }

  /// Appends a record; when it fails, the file is as before, or an exception says that it is not.
  void append(
      long receivedEpochNanos,
      byte[] attributes,
      byte[] body,
      int offset,
      int length,
      ByteBuffer scratch)
      throws IOException {
    writeHead(scratch, receivedEpochNanos, attributes, body, offset, length);
    try {
      long at = writeFully(channel, scratch, size);
      at = writeBody(body, offset, length, scratch, at);
      size = at;
      observe(receivedEpochNanos);
    } catch (IOException e) {
      channel.truncate(size);
      throw e;
    }
  }

  private static void writeHead(
      ByteBuffer scratch, long received, byte[] attributes, byte[] body, int offset, int length) {
    int payload = RECORD_HEAD_BYTES + attributes.length + length;
    scratch.clear().order(ByteOrder.LITTLE_ENDIAN);
    scratch.putInt(payload).putInt(0).putLong(received).put((byte) attributes.length);
    scratch.put(attributes).flip();
    CRC32C checksum = new CRC32C();
    checksum.update(scratch.duplicate().position(PRELUDE_BYTES));
    checksum.update(body, offset, length);
    scratch.putInt(4, (int) checksum.getValue());
  }

  private long writeBody(byte[] body, int offset, int length, ByteBuffer scratch, long from)
      throws IOException {
    long at = from;
    for (int done = 0; done < length; ) {
      int chunk = Math.min(scratch.capacity(), length - done);
      scratch.clear().put(body, offset + done, chunk).flip();
      at = writeFully(channel, scratch, at);
      done += chunk;
    }
    return at;
  }

  void force() throws IOException {
    channel.force(false);
  }

  /// Finds the last whole record, cuts off what follows, and learns when the records were received.
  ///
  /// @return whether something was cut off
  boolean recover() throws IOException {
    long whole = scan(start(), end(), (received, _, _, _, _, _, _) -> observe(received)) - base;
    boolean torn = whole < size;
    if (torn) {
      channel.truncate(whole);
      size = whole;
    }
    return torn;
  }

  /// Reads records from one position to another.
  ///
  /// @return the position behind the last whole record; smaller than `to` when the file is damaged
  ///   there
  long scan(long from, long to, Journal.RecordReader reader) throws IOException {
    return scan(from, to, to, reader);
  }

  /// The same, but begins no record at or behind a position.
  long scan(long from, long beginsBefore, long to, Journal.RecordReader reader) throws IOException {
    RecordBuffer buffer = new RecordBuffer();
    long position = Math.max(from, start());
    while (position < Math.min(beginsBefore, to)) {
      long endOffset = buffer.read(channel, position - base, to - base);
      if (endOffset == RecordBuffer.NO_RECORD) {
        return position;
      }
      long end = base + endOffset;
      reader.record(
          buffer.received,
          buffer.attributes,
          buffer.bytes,
          buffer.bodyOffset,
          buffer.bodyLength,
          position,
          end);
      position = end;
    }
    return position;
  }

  /// The position before the first record that was received at or after a time, or the limit.
  /// Checksums are not looked at: what is damaged is found when it is read.
  long firstReceivedFrom(long receivedEpochNanos, long limit) throws IOException {
    ByteBuffer head =
        ByteBuffer.allocate(PRELUDE_BYTES + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long position = start();
    while (position + head.capacity() <= limit
        && readFully(channel, head.clear(), position - base)) {
      int payload = head.getInt(0);
      if (payload < RECORD_HEAD_BYTES || head.getLong(PRELUDE_BYTES) >= receivedEpochNanos) {
        return position;
      }
      position += PRELUDE_BYTES + payload;
    }
    return Math.min(position, limit);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void observe(long receivedEpochNanos) {
    if (oldestReceivedEpochNanos == 0) {
      oldestReceivedEpochNanos = receivedEpochNanos;
    }
    newestReceivedEpochNanos = Math.max(newestReceivedEpochNanos, receivedEpochNanos);
  }

  private static long writeFully(FileChannel channel, ByteBuffer bytes, long at)
      throws IOException {
    long next = at;
    while (bytes.hasRemaining()) {
      next += channel.write(bytes, next);
    }
    return next;
  }

  private static boolean readFully(FileChannel channel, ByteBuffer into, long at)
      throws IOException {
    long next = at;
    while (into.hasRemaining()) {
      int count = channel.read(into, next);
      if (count < 0) {
        return false;
      }
      next += count;
    }
    return true;
  }

  static ByteBuffer scratch() {
    return ByteBuffer.allocateDirect(CHUNK_BYTES);
  }

  /// One record in memory, its arrays reused.
  private static final class RecordBuffer {
    static final long NO_RECORD = -1;

    private final ByteBuffer prelude =
        ByteBuffer.allocate(PRELUDE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private byte[] bytes = new byte[CHUNK_BYTES];
    private byte[] attributes = new byte[0];
    private long received;
    private int bodyOffset;
    private int bodyLength;

    /// Returns the file offset behind the record, or {@link #NO_RECORD} when there is no whole one.
    long read(FileChannel channel, long at, long limit) throws IOException {
      prelude.clear();
      if (at + PRELUDE_BYTES > limit || !readFully(channel, prelude, at)) {
        return NO_RECORD;
      }
      int payload = prelude.getInt(0);
      if (payload < RECORD_HEAD_BYTES
          || payload > RECORD_BYTES_MAX
          || at + PRELUDE_BYTES + payload > limit) {
        return NO_RECORD;
      }
      if (payload > bytes.length) {
        bytes = new byte[payload];
      }
      return readFully(channel, ByteBuffer.wrap(bytes, 0, payload), at + PRELUDE_BYTES)
              && unpack(payload, prelude.getInt(4))
          ? at + PRELUDE_BYTES + payload
          : NO_RECORD;
    }

    private boolean unpack(int payload, int expectedChecksum) {
      CRC32C checksum = new CRC32C();
      checksum.update(bytes, 0, payload);
      ByteBuffer view = ByteBuffer.wrap(bytes, 0, payload).order(ByteOrder.LITTLE_ENDIAN);
      received = view.getLong();
      int attributesLength = view.get() & 0xff;
      bodyOffset = RECORD_HEAD_BYTES + attributesLength;
      bodyLength = payload - bodyOffset;
      if ((int) checksum.getValue() != expectedChecksum || bodyLength < 0) {
        return false;
      }
      attributes = new byte[attributesLength];
      view.get(attributes);
      return true;
    }
  }
}
