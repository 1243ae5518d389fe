package dev.hopwise.store.lake;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/// A file mapped for reading, unmapped when its owner has closed it and the last reader is done. So
/// retention may delete it while a query reads.
///
/// Mapped rather than read through a channel, because an interrupt closes a channel for everybody.
/// Bytes are copied out before native code sees them: if the file is cut short under us, a Java
/// access is an error, but a native one ends the process.
final class MappedFile implements AutoCloseable {

  private final Path path;
  private final Arena arena;
  private final MemorySegment bytes;

  /// The owner's one, plus one for each reader; at zero the mapping is gone.
  private final AtomicInteger references = new AtomicInteger(1);

  private MappedFile(Path path, Arena arena, MemorySegment bytes) {
    this.path = path;
    this.arena = arena;
    this.bytes = bytes;
  }

  @SuppressWarnings("MustBeClosedChecker") // the arena lives as long as the file
  static MappedFile open(Path path) throws IOException {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      return new MappedFile(
          path, arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena));
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  long size() {
    return bytes.byteSize();
  }

  /// Keeps the mapping until {@link #release}.
  ///
  /// @return false when the file was closed already
  boolean acquire() {
    int now = references.get();
    while (now > 0) {
      if (references.compareAndSet(now, now + 1)) {
        return true;
      }
      now = references.get();
    }
    return false;
  }

  /// Gives back what {@link #acquire} or the opening took.
  void release() {
    if (references.decrementAndGet() == 0) {
      arena.close();
    }
  }

  /// Copies a range.
  void copy(long offset, byte[] to, int at, int length) {
    check(offset, length);
    try {
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset, to, at, length);
    } catch (InternalError e) { // what the JVM throws when the pages behind a mapping are gone
      throw new CorruptFileException(path, offset, "the file was cut short", e);
    }
  }

  byte[] copy(long offset, int length) {
    check(offset, length);
    byte[] to = new byte[length];
    copy(offset, to, 0, length);
    return to;
  }

  private void check(long offset, long length) {
    if (offset < 0 || length < 0 || offset > size() - length) {
      throw new CorruptFileException(
          path, offset, "points at " + length + " bytes there, but the file has " + size());
    }
  }

  /// To be called once, by the owner.
  @Override
  public void close() {
    release();
  }
}
