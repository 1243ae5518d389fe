package dev.hopwise.store.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives up the oldest files by age and by bytes. First the table forgets them, then readers, then,
/// when no kept snapshot needs them, their content is deleted, and it is looked whether it is gone.
/// Spans in memory are never touched.
///
/// Used by the keeper's thread; the counters by any.
final class LakeRetention {

  private static final Logger LOG = LoggerFactory.getLogger(LakeRetention.class);
  private static final Comparator<FilePart> OLDEST_FIRST =
      Comparator.<FilePart>comparingInt(part -> part.file().hour())
          .thenComparingLong(part -> part.file().newestEpochMicros());

  private final LakeOptions options;
  private final Clock clock;
  private final LakeTable table;
  private final LakeParts parts;
  private final Path directory;
  private final LakeStep.Observer observer;

  /// Given up, but needed by a snapshot that is still kept.
  private final List<Path> lingering = new ArrayList<>();

  private final AtomicLong expiredSpans = new AtomicLong();
  private volatile long metadataBytes;

  LakeRetention(
      LakeOptions options,
      Clock clock,
      LakeTable table,
      LakeParts parts,
      Path directory,
      LakeStep.Observer observer)
      throws IOException {
    this.options = options;
    this.clock = clock;
    this.table = table;
    this.parts = parts;
    this.directory = directory;
    this.observer = observer;
    measureMetadata();
  }

  /// Spans given up since the start.
  long expiredSpans() {
    return expiredSpans.get();
  }

  /// Bytes of the table's metadata and catalog, at the last look.
  long metadataBytes() {
    return metadataBytes;
  }

  void run() throws IOException {
    measureMetadata();
    Set<FilePart> expired = expired();
    if (!expired.isEmpty()) {
      giveUp(expired);
    }
    deleteUnneeded();
    measureMetadata();
  }

  private Set<FilePart> expired() {
    List<FilePart> files = parts.state().files().stream().sorted(OLDEST_FIRST).toList();
    long oldestMicros =
        TimeUnit.MILLISECONDS.toMicros(clock.millis() - options.maxAge().toMillis());
    long bytes = metadataBytes + files.stream().mapToLong(FilePart::bytes).sum();
    Set<FilePart> expired = new LinkedHashSet<>();
    for (FilePart file : files) {
      if (file.file().newestEpochMicros() < oldestMicros || bytes > options.maxBytes()) {
        expired.add(file);
        bytes -= file.bytes();
      }
    }
    return expired;
  }

  private void giveUp(Set<FilePart> expired) {
    table.remove(expired.stream().map(FilePart::file).toList());
    parts.removed(expired);
    long spans = 0;
    for (FilePart part : expired) {
      spans += part.segment().rows();
      lingering.add(part.file().parquet());
      part.segment().close();
    }
    expiredSpans.addAndGet(spans);
    LOG.info("gave up {} files with {} spans", expired.size(), spans);
    observer.reached(LakeStep.FILES_EXPIRED);
  }

  private void deleteUnneeded() throws IOException {
    if (table.snapshotCount() > 1) {
      // Iceberg stamps snapshots with the system clock.
      table.expire(System.currentTimeMillis() - options.snapshotAge().toMillis());
    }
    if (lingering.isEmpty()) {
      return;
    }
    Set<Path> needed = table.filesOfAllSnapshots();
    for (Path file : List.copyOf(lingering)) {
      if (!needed.contains(file)) {
        LakeFiles.deleteWithIndex(file);
        verifyGone(file);
        lingering.remove(file);
      }
    }
    observer.reached(LakeStep.FILES_DELETED);
  }

  private static void verifyGone(Path file) throws IOException {
    if (Files.exists(file) || Files.exists(LakeFiles.index(file))) {
      throw new IOException(file + " was deleted, but is still there");
    }
    LakeFiles.deleteIfEmpty(Objects.requireNonNull(file.getParent()));
  }

  private void measureMetadata() throws IOException {
    metadataBytes =
        LakeFiles.bytes(LakeCatalog.tableDirectory(directory).resolve("metadata"))
            + LakeCatalog.bytes(directory);
  }
}
