package dev.hopwise.server.policy;

import dev.hopwise.sample.PolicyParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A file that is looked at again and again: read when its time or its size has changed.
final class PolicyFile {

  /// A character takes at most four bytes.
  private static final long BYTES_MAX = 4L * PolicyParser.TEXT_LENGTH_MAX;

  /// What was found at the last look: time and size, or that there is none.
  private record Stamp(long modifiedEpochMillis, long bytes) {
    static final Stamp ABSENT = new Stamp(0, -1);
  }

  /// What a look has found.
  sealed interface Found {
    /// A text that has not been seen yet.
    record Text(String yaml, long modifiedEpochMillis) implements Found {}

    /// Something that is no text.
    record Unreadable(String detail) implements Found {}
  }

  private final Path path;
  private @Nullable Stamp last;

  PolicyFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /// Lets the next look find it anew.
  void forget() {
    last = null;
  }

  /// Null when nothing has changed since the last look.
  @Nullable Found look() {
    Stamp now;
    try {
      now = stamp();
    } catch (IOException e) {
      now = Stamp.ABSENT;
    }
    if (now.equals(last)) {
      return null;
    }
    last = now;
    return read(now);
  }

  private Stamp stamp() throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return new Stamp(attributes.lastModifiedTime().toMillis(), attributes.size());
  }

  private Found read(Stamp stamp) {
    if (stamp.bytes() > BYTES_MAX) {
      return new Found.Unreadable("larger than " + BYTES_MAX + " bytes, which no policy is");
    }
    try {
      return new Found.Text(Files.readString(path), stamp.modifiedEpochMillis());
    } catch (NoSuchFileException _) {
      return new Found.Unreadable("there is no such file");
    } catch (CharacterCodingException _) {
      return new Found.Unreadable("the file is not UTF-8");
    } catch (IOException e) {
      return new Found.Unreadable("the file cannot be read: " + e.getMessage());
    }
  }
}
