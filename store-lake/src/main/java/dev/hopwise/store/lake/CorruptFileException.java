package dev.hopwise.store.lake;

import java.io.Serial;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file of the lake that does not hold what its format promises, or is gone.
final class CorruptFileException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  /// @param offset the byte in the file near which it was noticed
  CorruptFileException(Path file, long offset, String what, @Nullable Throwable cause) {
    super(file + " at byte " + offset + ": " + what, cause);
  }

  CorruptFileException(Path file, long offset, String what) {
    this(file, offset, what, null);
  }
}
