package dev.hopwise.server.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/// The secret with which values are hashed: 32 bytes at random in `sampling/attribute.key` of the
/// data folder, which only its owner may read. Without it nobody can find a value by trying.
///
/// Whoever copies it to another data folder gets equal hashes there; a new one breaks the equality
/// with what was hashed before.
final class AttributeKey {

  private static final int BYTES = 32;
  private static final String NAME = "attribute.key";

  private AttributeKey() {}

  /// The secret of a folder, made where there is none.
  ///
  /// @throws IOException when it cannot be read or written, or is something else
  static byte[] of(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      create(folder, file);
    }
    byte[] key = Files.readAllBytes(file);
    if (key.length != BYTES) {
      throw new IOException(file + " has " + key.length + " bytes, a key has " + BYTES);
    }
    return key;
  }

  private static void create(Path folder, Path file) throws IOException {
    Files.createDirectories(folder);
    Path next = file.resolveSibling(NAME + ".next");
    Files.deleteIfExists(next);
    if (next.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(next);
    }
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(key);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
