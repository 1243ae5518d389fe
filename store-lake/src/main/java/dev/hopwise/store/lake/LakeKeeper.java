package dev.hopwise.store.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lake's one background thread, and the only one that changes the table: turns parts into
/// files, commits them, and lets retention run.
///
/// What fails is tried again, first after {@link #RETRY_FIRST}, then ever later up to {@link
/// #RETRY_LAST}: a full disk costs back-pressure, not the process. The spans stay searchable in
/// memory, and in the journal.
final class LakeKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(LakeKeeper.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RETRY_FIRST = Duration.ofMillis(500);
  private static final Duration RETRY_LAST = Duration.ofMinutes(1);
  private static final Duration RETENTION_EVERY = Duration.ofMinutes(1);
  private static final int RETRY_DOUBLINGS_MAX = 10;

  private final LakeParts parts;
  private final LakeTable table;
  private final LakeRetention retention;
  private final Path dataDirectory;
  private final ReaderPool readers;
  private final ParquetSegmentWriter writer =
      new ParquetSegmentWriter(WriteSettings.DEFAULT, IndexBuilder::new);
  private final LakeStep.Observer observer;
  private final Thread thread =
      Thread.ofPlatform().name("lake-keeper").daemon().unstarted(this::run);
  private final AtomicBoolean retentionDue = new AtomicBoolean();
  private long lastRetentionNanoTime;
  private int failuresInARow;
  private volatile boolean abandoned;

  LakeKeeper(
      LakeParts parts,
      LakeTable table,
      LakeRetention retention,
      Path dataDirectory,
      ReaderPool readers,
      LakeStep.Observer observer) {
    this.parts = parts;
    this.table = table;
    this.retention = retention;
    this.dataDirectory = dataDirectory;
    this.readers = readers;
    this.observer = observer;
  }

  void start() {
    lastRetentionNanoTime = System.nanoTime();
    thread.start();
  }

  /// Waits for the end of the thread; {@link LakeParts#close} makes it end.
  void join() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the thread where it stands, for tests of crashes.
  void abandon() {
    abandoned = true;
    parts.close();
    join();
  }

  /// Lets retention run soon.
  void requestRetention() {
    retentionDue.set(true);
  }

  private void run() {
    try {
      while (parts.awaitSealing(POLL.toNanos())) {
        step();
      }
    } catch (InterruptedException _) {
      LOG.warn("the lake's keeper was interrupted; nothing is sealed any more");
    }
  }

  private void step() throws InterruptedException {
    try {
      parts.rotateByAge();
      List<HotPart> sealing = parts.state().sealing();
      if (!sealing.isEmpty()) {
        seal(sealing.getFirst());
        retentionDue.set(true);
      }
      failuresInARow = 0;
    } catch (IOException | RuntimeException | Error e) { // whatever it is, this thread goes on
      failed(e);
    }
    retainWhenDue();
  }

  private void failed(Throwable failure) throws InterruptedException {
    failuresInARow++;
    Duration pause =
        RETRY_FIRST.multipliedBy(1L << Math.min(failuresInARow - 1, RETRY_DOUBLINGS_MAX));
    Duration bounded = pause.compareTo(RETRY_LAST) < 0 ? pause : RETRY_LAST;
    if (!abandoned) {
      LOG.error("the lake could not be written; again in {}", bounded, failure);
    }
    parts.failed(failure);
    parts.await(bounded.toNanos());
  }

  private void seal(HotPart part) throws IOException {
    if (part.written == null) {
      observer.reached(LakeStep.PART_TAKEN);
      part.written = write(part.builder);
    }
    observer.reached(LakeStep.FILES_WRITTEN);
    if (!part.committed) {
      commit(part, part.written);
    }
    observer.reached(LakeStep.FILES_COMMITTED);
    parts.sealed(part, open(part.written));
    observer.reached(LakeStep.PART_RELEASED);
  }

  /// What a failed attempt has left would take the room that the next one needs.
  private List<WrittenFile> write(SegmentBuilder builder) throws IOException {
    try {
      return writer.write(builder, dataDirectory);
    } catch (IOException | RuntimeException | Error e) {
      LakeFiles.sweep(dataDirectory, table.filesOfAllSnapshots());
      throw e;
    }
  }

  /// A commit may fail and have happened all the same.
  private void commit(HotPart part, List<WrittenFile> files) {
    table.refresh();
    if (!table.hasCommit(part.commitId)) {
      table.append(files, part.end, part.commitId);
    }
    part.committed = true;
  }

  private List<FilePart> open(List<WrittenFile> written) throws IOException {
    List<FilePart> opened = new ArrayList<>();
    for (WrittenFile file : written) {
      opened.add(FilePart.open(table.liveFile(file), file, readers));
    }
    return opened;
  }

  /// What fails here is tried again a minute later.
  private void retainWhenDue() {
    boolean timeIsOver = System.nanoTime() - lastRetentionNanoTime >= RETENTION_EVERY.toNanos();
    if (!retentionDue.getAndSet(false) && !timeIsOver) {
      return;
    }
    lastRetentionNanoTime = System.nanoTime();
    try {
      retention.run();
    } catch (IOException | RuntimeException | Error e) {
      LOG.error("retention failed", e);
    }
  }
}
