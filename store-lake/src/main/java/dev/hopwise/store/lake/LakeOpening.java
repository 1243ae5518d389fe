package dev.hopwise.store.lake;

import dev.hopwise.store.lake.LakeTable.LiveFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a lake up: lock, table, leftovers of a crash, files.
final class LakeOpening {

  private static final Logger LOG = LoggerFactory.getLogger(LakeOpening.class);

  private LakeOpening() {}

  static LakeStore open(
      Path directory, LakeOptions options, Clock clock, LakeStep.Observer observer)
      throws IOException {
    Path lake = directory.toAbsolutePath().normalize();
    if (!Files.isDirectory(lake)) {
      Files.createDirectories(lake);
    }
    LakeLock lock = LakeLock.take(lake);
    try {
      return open(lock, lake, options, clock, observer);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static LakeStore open(
      LakeLock lock, Path lake, LakeOptions options, Clock clock, LakeStep.Observer observer)
      throws IOException {
    LakeTable table = LakeTable.open(lake);
    try {
      sweep(table, lake);
      ReaderPool readers = new ReaderPool();
      LakeParts parts = new LakeParts(options, clock, table.position(), openFiles(table, readers));
      LakeRetention retention = new LakeRetention(options, clock, table, parts, lake, observer);
      LakeKeeper keeper =
          new LakeKeeper(parts, table, retention, LakeTable.dataDirectory(lake), readers, observer);
      keeper.start();
      return new LakeStore(lock, table, parts, retention, keeper, readers);
    } catch (IOException | RuntimeException e) {
      table.close();
      throw e;
    }
  }

  /// Nobody else writes here, so that what the table does not know is left over: files that were
  /// not committed, whose spans the journal still has, and files that retention could not delete
  /// any more.
  private static void sweep(LakeTable table, Path lake) throws IOException {
    if (table.snapshotCount() > 1) {
      table.expire(System.currentTimeMillis());
    }
    Path metadata = LakeTable.dataDirectory(lake).resolveSibling("metadata");
    int deleted =
        LakeFiles.sweep(LakeTable.dataDirectory(lake), table.filesOfAllSnapshots())
            + LakeFiles.sweep(metadata, table.metadataFiles());
    if (deleted > 0) {
      LOG.info("removed {} files that were left over in {}", deleted, lake);
    }
  }

  /// A file that cannot be read is left out and reported, so that one bad sector does not keep
  /// everything else from being found.
  private static List<FilePart> openFiles(LakeTable table, ReaderPool readers) {
    List<FilePart> opened = new ArrayList<>();
    for (LiveFile file : table.files()) {
      try {
        opened.add(FilePart.open(file, readers));
      } catch (IOException | CorruptFileException e) {
        LOG.error("{} cannot be read; its spans are missing", file.parquet(), e);
      }
    }
    return opened;
  }
}
