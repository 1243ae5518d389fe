package dev.hopwise.store.lake;

import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.lake.WrittenFile.ColumnStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/// The Iceberg table `hopwise.spans`: which files belong to it, and up to where the journal is
/// covered by them. Every snapshot's summary carries the {@link JournalPosition}, so that files and
/// position change in one step.
///
/// One process owns it ({@link LakeLock}); used by one thread at a time.
final class LakeTable implements AutoCloseable {

  /// Summary entry: the effects of everything before this journal position are in the table's
  /// files.
  static final String JOURNAL_APPLIED = "hopwise.journal-position";

  /// Summary entry: where a restart begins to read. Tables of before there were decisions lack it.
  static final String JOURNAL_REPLAY_FROM = "hopwise.journal-replay-from";

  private static final String COMMIT_ID = "hopwise.commit-id";

  private static final int START_TIME_ID = 4;
  private static final long MICROS_PER_HOUR = 3_600_000_000L;
  private static final long NANOS_PER_MICRO = 1_000;

  private final LakeCatalog catalog;
  private final Table table;

  private LakeTable(LakeCatalog catalog, Table table) {
    this.catalog = catalog;
    this.table = table;
  }

  /// Opens the table below the directory, or creates it. When the directory was moved, its metadata
  /// is written anew; when it is of an earlier version, it gets the columns that it lacks.
  ///
  /// @throws IOException when what lies there is not the table that its catalog describes
  static LakeTable open(Path directory) throws IOException {
    Path lake = directory.toAbsolutePath().normalize();
    MovedLake.rebase(lake);
    LakeCatalog catalog = LakeCatalog.open(lake, LakeCatalog.file(lake), new LocalFileIO());
    if (catalog.hasTable()) {
      LakeTable table = of(catalog);
      table.addColumns();
      return table;
    }
    if (LakeFiles.parquetFiles(dataDirectory(lake)).isEmpty()) {
      return create(catalog);
    }
    catalog.close();
    throw new IOException(
        LakeCatalog.file(lake)
            + " knows no table, but there are data files in "
            + dataDirectory(lake)
            + ": restore the catalog, or move the files away to start empty");
  }

  /// The table that a catalog knows, perhaps of an earlier version.
  static LakeTable of(LakeCatalog catalog) throws IOException {
    try {
      Table table = catalog.load();
      if (!LakeSchema.isOfThisOrAnEarlierVersion(table.schema())) {
        throw new IOException(
            "the table at " + table.location() + " has another schema than this version writes");
      }
      return new LakeTable(catalog, table);
    } catch (RuntimeException | IOException e) {
      catalog.close();
      throw e;
    }
  }

  /// A new table in a catalog.
  static LakeTable create(LakeCatalog catalog) {
    try {
      LakeTable table = new LakeTable(catalog, catalog.create());
      table.addColumns();
      return table;
    } catch (RuntimeException e) {
      catalog.close();
      throw e;
    }
  }

  /// Files that were written before have nulls there.
  private void addColumns() {
    List<NestedField> all = LakeSchema.icebergSchema().columns();
    List<NestedField> missing = all.subList(table.schema().columns().size(), all.size());
    if (!missing.isEmpty()) {
      UpdateSchema update = table.updateSchema();
      missing.forEach(field -> update.addColumn(field.name(), field.type()));
      update.commit();
    }
  }

  /// Where data files lie.
  static Path dataDirectory(Path directory) {
    return LakeCatalog.tableDirectory(directory).resolve("data");
  }

  /// Iceberg's view of it.
  Table table() {
    return table;
  }

  /// What the last commit covers.
  JournalPosition position() {
    Snapshot snapshot = table.currentSnapshot();
    Map<String, String> summary = snapshot == null ? Map.of() : snapshot.summary();
    long applied = Long.parseLong(summary.getOrDefault(JOURNAL_APPLIED, "0"));
    String replayFrom = summary.get(JOURNAL_REPLAY_FROM);
    return new JournalPosition(replayFrom == null ? applied : Long.parseLong(replayFrom), applied);
  }

  /// The files of the current snapshot.
  List<LiveFile> files() {
    List<LiveFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().includeColumnStats(Set.of("start_time")).planFiles()) {
      tasks.forEach(task -> files.add(liveFile(task.file())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /// How a file that was just committed appears among {@link #files}.
  LiveFile liveFile(WrittenFile file) {
    return liveFile(dataFile(file));
  }

  /// Adds files, in one step with the position that they bring.
  ///
  /// @param files may be empty, to move the position only
  void append(Collection<WrittenFile> files, JournalPosition position, UUID commitId) {
    AppendFiles append = table.newAppend();
    files.forEach(file -> append.appendFile(dataFile(file)));
    commit(append.set(COMMIT_ID, commitId.toString()), position);
  }

  /// Adds files of a table that was moved, as they stood there.
  void appendMoved(Collection<DataFile> files, JournalPosition position) {
    AppendFiles append = table.newAppend();
    files.forEach(append::appendFile);
    commit(append, position);
  }

  /// The files of the current snapshot with all that the table knows of them.
  List<DataFile> filesWithStatistics() throws IOException {
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().includeColumnStats().planFiles()) {
      tasks.forEach(task -> files.add(task.file().copy()));
    }
    return files;
  }

  /// Whether a kept snapshot came from that commit.
  boolean hasCommit(UUID commitId) {
    for (Snapshot snapshot : table.snapshots()) {
      if (commitId.toString().equals(snapshot.summary().get(COMMIT_ID))) {
        return true;
      }
    }
    return false;
  }

  /// Takes files out of the table; they remain on disk until {@link #expire}.
  void remove(Collection<LiveFile> files) {
    DeleteFiles delete = table.newDelete().validateFilesExist();
    files.forEach(file -> delete.deleteFile(file.dataFile()));
    commit(delete, position());
  }

  private <T extends SnapshotUpdate<T>> void commit(T update, JournalPosition position) {
    update
        .set(JOURNAL_APPLIED, Long.toString(position.applied()))
        .set(JOURNAL_REPLAY_FROM, Long.toString(position.replayFrom()))
        .commit();
  }

  /// Looks again what the catalog says: needed after a commit whose outcome is unknown.
  void refresh() {
    table.refresh();
  }

  /// Forgets snapshots older than a time, except the current one, and deletes the metadata that
  /// only they need; data files are the caller's.
  void expire(long olderThanEpochMillis) {
    table
        .expireSnapshots()
        .expireOlderThan(olderThanEpochMillis)
        .retainLast(1)
        .cleanupLevel(ExpireSnapshots.CleanupLevel.METADATA_ONLY)
        .commit();
  }

  /// Snapshots that are kept.
  int snapshotCount() {
    return (int) StreamSupport.stream(table.snapshots().spliterator(), false).count();
  }

  /// The data files that the current or another kept snapshot needs.
  Set<Path> filesOfAllSnapshots() {
    Set<Path> files = new HashSet<>();
    for (Snapshot snapshot : table.snapshots()) {
      try (CloseableIterable<FileScanTask> tasks =
          table.newScan().useSnapshot(snapshot.snapshotId()).planFiles()) {
        tasks.forEach(task -> files.add(LocalFileIO.path(task.file().location())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  /// The metadata files that are still needed, current and kept ones.
  Set<Path> metadataFiles() {
    Set<Path> files = new HashSet<>();
    ReachableFileUtil.metadataFileLocations(table, false)
        .forEach(location -> files.add(LocalFileIO.path(location)));
    for (Snapshot snapshot : table.snapshots()) {
      files.add(LocalFileIO.path(snapshot.manifestListLocation()));
      snapshot.allManifests(table.io()).forEach(m -> files.add(LocalFileIO.path(m.path())));
    }
    return files;
  }

  @Override
  public void close() {
    catalog.close();
  }

  private DataFile dataFile(WrittenFile file) {
    PartitionData partition = new PartitionData(table.spec().partitionType());
    partition.set(0, file.hour());
    return DataFiles.builder(table.spec())
        .withPath(LocalFileIO.location(file.parquet()))
        .withFormat(FileFormat.PARQUET)
        .withFileSizeInBytes(file.parquetBytes())
        .withMetrics(metrics(file))
        .withPartition(partition)
        .build();
  }

  private static Metrics metrics(WrittenFile file) {
    Map<Integer, Long> sizes = new HashMap<>();
    Map<Integer, Long> values = new HashMap<>();
    Map<Integer, Long> nulls = new HashMap<>();
    Map<Integer, ByteBuffer> lower = new HashMap<>();
    Map<Integer, ByteBuffer> upper = new HashMap<>();
    file.columns()
        .forEach((id, column) -> {
          sizes.put(id, column.compressedBytes());
          values.put(id, column.values());
          nulls.put(id, column.nulls());
          putBounds(id, column, lower, upper);
        });
    return new Metrics(file.rows(), sizes, values, nulls, null, lower, upper);
  }

  private static void putBounds(
      int id,
      ColumnStatistics column,
      Map<Integer, ByteBuffer> lower,
      Map<Integer, ByteBuffer> upper) {
    if (column.lower() != null) {
      lower.put(id, column.lower());
    }
    if (column.upper() != null) {
      upper.put(id, column.upper());
    }
  }

  private static LiveFile liveFile(DataFile file) {
    int hour = file.partition().get(0, Integer.class);
    return new LiveFile(
        file.copyWithoutStats(),
        LocalFileIO.path(file.location()),
        hour,
        startBound(file.lowerBounds(), hour * MICROS_PER_HOUR),
        startBound(file.upperBounds(), (hour + 1) * MICROS_PER_HOUR - 1));
  }

  /// A bound of `start_time`, or of the hour when the file does not tell.
  private static long startBound(@Nullable Map<Integer, ByteBuffer> bounds, long hourBound) {
    ByteBuffer bound = bounds == null ? null : bounds.get(START_TIME_ID);
    return bound == null
        ? hourBound
        : Conversions.<Long>fromByteBuffer(Types.TimestampType.withZone(), bound);
  }

  /// A file of the current snapshot.
  ///
  /// @param oldestEpochMicros the start of its oldest span, rounded down, as is the next
  /// @param newestEpochMicros the start of its newest span
  record LiveFile(
      DataFile dataFile, Path parquet, int hour, long oldestEpochMicros, long newestEpochMicros) {

    /// No span starts before.
    long minStartEpochNanos() {
      return oldestEpochMicros * NANOS_PER_MICRO;
    }

    /// No span starts after.
    long maxStartEpochNanos() {
      return newestEpochMicros * NANOS_PER_MICRO + NANOS_PER_MICRO - 1;
    }
  }
}
