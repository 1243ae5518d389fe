package dev.hopwise.store.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A new file, written from its beginning through a buffer.
final class FileOutput implements AutoCloseable {

  private static final int FLUSH_BYTES = 1 << 20;

  private final FileChannel channel;
  private final ByteOutput buffer = new ByteOutput(FLUSH_BYTES);
  private long flushed;

  /// Overwrites a file of that name.
  FileOutput(Path path) throws IOException {
    channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
  }

  /// Where the next byte goes.
  long position() {
    return flushed + buffer.size();
  }

  void write(byte[] bytes, int offset, int length) {
    buffer.raw(bytes, offset, length);
    if (buffer.size() >= FLUSH_BYTES) {
      flush();
    }
  }

  void write(ByteOutput bytes) {
    write(bytes.array(), 0, bytes.size());
  }

  /// Makes it durable.
  void force() throws IOException {
    flush();
    channel.force(true);
  }

  private void flush() {
    ByteBuffer bytes = ByteBuffer.wrap(buffer.array(), 0, buffer.size());
    flushed += buffer.size();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
