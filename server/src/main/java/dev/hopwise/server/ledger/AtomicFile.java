package dev.hopwise.server.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A small file that is replaced as a whole: written beside and renamed, so that there is always a
/// whole one. What cannot be understood is put aside.
final class AtomicFile {

  private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);

  private final Path file;

  /// @param folder made where there is none
  AtomicFile(Path folder, String name) {
    file = folder.toAbsolutePath().resolve(name);
  }

  /// Its content, or null where there is no file.
  byte @Nullable [] load() throws IOException {
    return Files.exists(file) ? Files.readAllBytes(file) : null;
  }

  /// Renames it, so that somebody can look at it, and says so in the log.
  void putAside(String what, Exception reason) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".damaged");
    Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    LOG.error("{} begins anew: file={} kept={}: {}", what, file, aside, reason.getMessage());
  }

  void save(byte[] content) throws IOException {
    Path folder = file.resolveSibling(".").normalize();
    Files.createDirectories(folder);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
