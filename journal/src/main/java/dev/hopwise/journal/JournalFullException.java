package dev.hopwise.journal;

import java.io.IOException;

/// What recovery still needs fills the journal: the store does not commit, or `journal.max-bytes`
/// is too small for its pace.
public final class JournalFullException extends IOException {

  private static final long serialVersionUID = 1L;

  JournalFullException(long unreleasedBytes, long maxBytes) {
    super(
        "journal is full: "
            + unreleasedBytes
            + " bytes are not committed to the store yet, journal.max-bytes is "
            + maxBytes);
  }
}
