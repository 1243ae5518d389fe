package dev.hopwise.server.trial;

import dev.hopwise.journal.Journal;
import dev.hopwise.server.ingest.JournalTraffic;
import java.io.IOException;

/// How many spans came in a range, from some records in each part of it.
final class TrafficEstimate {

  private static final int PROBES = 16;
  private static final int RECORDS = 16;

  private final Journal journal;
  private final JournalTraffic traffic;
  private long bytes;
  private long spans;

  TrafficEstimate(Journal journal, JournalTraffic traffic) {
    this.journal = journal;
    this.traffic = traffic;
  }

  /// About.
  double spans(TrialRange range) throws IOException {
    long from = journal.positionAt(range.fromEpochNanos());
    long to = journal.positionAt(range.toEpochNanos());
    long step = (range.toEpochNanos() - range.fromEpochNanos()) / PROBES;
    for (int i = 0; i < PROBES; i++) {
      probe(journal.positionAt(range.fromEpochNanos() + i * step), to);
    }
    return bytes == 0 ? 0 : (double) spans / bytes * (to - from);
  }

  private void probe(long from, long to) throws IOException {
    try {
      int[] records = new int[1];
      traffic.read(
          from,
          to,
          true,
          (batch, _, position, end) -> {
            bytes += end - position;
            spans += batch.count;
            if (++records[0] == RECORDS) {
              throw new Enough();
            }
          });
    } catch (Enough _) {
      return;
    }
  }
}
