package dev.hopwise.store.lake;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/// A file of table metadata; closing its stream forces the content and the directory entry.
record LocalOutputFile(String location) implements OutputFile {

  @Override
  public PositionOutputStream create() {
    try {
      Path path = LocalFileIO.path(location);
      Files.createDirectories(path.getParent());
      Files.createFile(path);
      return new ForcedStream(path);
    } catch (FileAlreadyExistsException e) {
      throw new AlreadyExistsException(e, "already there: %s", location);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + location, e);
    }
  }

  @Override
  public PositionOutputStream createOrOverwrite() {
    try {
      Path path = LocalFileIO.path(location);
      Files.createDirectories(path.getParent());
      return new ForcedStream(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + location, e);
    }
  }

  @Override
  public InputFile toInputFile() {
    return new LocalFileIO().newInputFile(location);
  }

  /// Forces a directory, so that what was created or renamed in it stays.
  static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static final class ForcedStream extends PositionOutputStream {
    private final Path path;
    private final FileOutputStream file;
    private final BufferedOutputStream buffer;
    private long position;
    private boolean closed;

    ForcedStream(Path path) throws IOException {
      this.path = path;
      this.file = new FileOutputStream(path.toFile());
      this.buffer = new BufferedOutputStream(file);
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int b) throws IOException {
      buffer.write(b);
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      buffer.write(bytes, offset, length);
      position += length;
    }

    @Override
    public void flush() throws IOException {
      buffer.flush();
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try (file) {
        buffer.flush();
        file.getChannel().force(true);
      }
      Path directory = path.getParent();
      if (directory != null) {
        forceDirectory(directory);
      }
    }
  }
}
