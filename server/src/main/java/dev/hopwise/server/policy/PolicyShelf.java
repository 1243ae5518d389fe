package dev.hopwise.server.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

/// The last accepted policy in `sampling/policy.json` of the data folder: `{"version": 1, "source":
/// "API", "savedEpochMillis": …, "yaml": "…"}`.
///
/// Written beside and renamed, so that there is always a whole file.
final class PolicyShelf {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyShelf.class);
  private static final int VERSION = 1;

  /// Members of later versions are passed over; a missing one makes the file unreadable.
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  /// What is saved.
  record Saved(int version, PolicySource source, long savedEpochMillis, String yaml) {
    Saved(PolicySource source, long savedEpochMillis, String yaml) {
      this(VERSION, source, savedEpochMillis, yaml);
    }
  }

  private final Path file;

  /// @param folder made where there is none
  PolicyShelf(Path folder) {
    file = folder.toAbsolutePath().resolve("policy.json");
  }

  /// What was saved last, or null. A file that cannot be understood is put aside.
  ///
  /// @throws IOException when there is a file that cannot be read at all
  @Nullable Saved load() throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return MAPPER.readValue(Files.readAllBytes(file), Saved.class);
    } catch (JsonProcessingException e) {
      Path aside = file.resolveSibling("policy.json.damaged");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.error("the saved policy is lost: the file is damaged file={} kept={}", file, aside, e);
      return null;
    }
  }

  void save(Saved saved) throws IOException {
    Files.createDirectories(folder());
    Path next = file.resolveSibling("policy.json.next");
    write(next, MAPPER.writeValueAsBytes(saved));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder();
  }

  void clear() throws IOException {
    if (Files.deleteIfExists(file)) {
      forceFolder();
    }
  }

  private Path folder() {
    return file.resolveSibling(".").normalize();
  }

  private static void write(Path next, byte[] content) throws IOException {
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
  }

  private void forceFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder(), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
