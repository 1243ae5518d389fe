package dev.hopwise.server;

import dev.hopwise.journal.FileJournal;
import dev.hopwise.journal.JournalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/// Real journals in a test's folder.
public final class TestJournals {

  private TestJournals() {}

  public static FaultyJournal open(Path folder) throws IOException {
    return new FaultyJournal(
        FileJournal.open(folder, JournalOptions.DEFAULT, Clock.systemUTC(), 0));
  }
}
