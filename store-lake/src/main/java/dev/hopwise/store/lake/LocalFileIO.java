package dev.hopwise.store.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/// Iceberg's files on the local disk, without Hadoop. What was written is on the device when its
/// stream is closed: the catalog must not point to metadata that a power cut can take away.
class LocalFileIO implements FileIO {

  private static final long serialVersionUID = 1L;
  private static final String SCHEME = "file://";

  /// How a file is named in table metadata: an absolute URI, unescaped, as Iceberg's readers take
  /// it.
  static String location(Path path) {
    return SCHEME + path.toAbsolutePath().normalize();
  }

  /// The file of a location.
  static Path path(String location) {
    return Path.of(location.startsWith(SCHEME) ? location.substring(SCHEME.length()) : location);
  }

  @Override
  public InputFile newInputFile(String location) {
    return new LocatedInput(location, org.apache.iceberg.Files.localInput(path(location).toFile()));
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new LocalOutputFile(location);
  }

  @Override
  public void deleteFile(String location) {
    try {
      Files.deleteIfExists(path(location));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + location, e);
    }
  }

  @Override
  public Map<String, String> properties() {
    return Map.of();
  }

  /// An input that keeps the location's scheme.
  private record LocatedInput(String location, InputFile file) implements InputFile {
    @Override
    public long getLength() {
      return file.getLength();
    }

    @Override
    public org.apache.iceberg.io.SeekableInputStream newStream() {
      return file.newStream();
    }

    @Override
    public boolean exists() {
      return file.exists();
    }
  }
}
