package dev.hopwise.store.lake;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/// Seals a builder into Parquet files, one for each hour, as FORMAT.md section 1 draws them:
///
/// ```
/// <data directory>/<hour, such as 2026-11-22-10>/<uuid>.parquet, with <uuid>.idx beside it
/// ```
///
/// A file gets its name when it is whole and on disk; what a crash leaves is named `*.tmp`, or is
/// whole but not committed.
///
/// Any number of threads may use it.
final class ParquetSegmentWriter {

  private final WriteSettings settings;
  private final Supplier<? extends IndexWriter> indexes;

  ParquetSegmentWriter(WriteSettings settings, Supplier<? extends IndexWriter> indexes) {
    this.settings = settings;
    this.indexes = indexes;
  }

  /// Writes the rows a builder has at this moment.
  ///
  /// @return the files, oldest hour first; none when there are no rows
  List<WrittenFile> write(SegmentBuilder builder, Path dataDirectory) throws IOException {
    List<WrittenFile> files = new ArrayList<>();
    for (Map.Entry<Integer, int[]> hour : RowOrder.byHour(builder).entrySet()) {
      files.add(writeHour(builder, hour.getKey(), hour.getValue(), dataDirectory));
    }
    return files;
  }

  private WrittenFile writeHour(SegmentBuilder builder, int hour, int[] order, Path data)
      throws IOException {
    Path directory = data.resolve(Hours.name(hour));
    createDurably(directory);
    String name = UUID.randomUUID().toString();
    Path parquet = directory.resolve(name + ".parquet");
    Path index = directory.resolve(name + ".idx");
    Path temporary = directory.resolve(name + ".parquet.tmp");
    IndexWriter indexWriter = indexes.get();
    List<FooterWriter.RowGroup> groups;
    try {
      groups = writeParquet(builder, order, temporary, new IndexFeed(indexWriter, builder));
      long indexBytes = indexWriter.write(index);
      Files.move(temporary, parquet, StandardCopyOption.ATOMIC_MOVE);
      force(directory);
      return written(builder, hour, order, parquet, index, indexBytes, groups);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(temporary);
      Files.deleteIfExists(index);
      throw e;
    }
  }

  private List<FooterWriter.RowGroup> writeParquet(
      SegmentBuilder builder, int[] order, Path to, IndexFeed feed) throws IOException {
    List<FooterWriter.RowGroup> groups = new ArrayList<>();
    try (FileOutput file = new FileOutput(to);
        PageWriter pages = new PageWriter(file, settings.zstdLevel())) {
      FooterWriter.writeMagic(file);
      feed.traces(order);
      RowGroupWriter writer = new RowGroupWriter(builder, pages, settings, feed);
      for (int from = 0; from < order.length; ) {
        int end = (int) Math.min(order.length, (long) from + settings.rowGroupRows());
        groups.add(new FooterWriter.RowGroup(end - from, writer.write(order, from, end)));
        from = end;
      }
      new FooterWriter(file).write(groups);
      file.force();
    }
    return groups;
  }

  private static WrittenFile written(
      SegmentBuilder builder,
      int hour,
      int[] order,
      Path parquet,
      Path index,
      long indexBytes,
      List<FooterWriter.RowGroup> groups)
      throws IOException {
    long minStart = Long.MAX_VALUE;
    long maxStart = Long.MIN_VALUE;
    for (int row : order) {
      minStart = Math.min(minStart, builder.startEpochNanos(row));
      maxStart = Math.max(maxStart, builder.startEpochNanos(row));
    }
    return new WrittenFile(
        parquet,
        index,
        hour,
        order.length,
        Files.size(parquet),
        indexBytes,
        minStart,
        maxStart,
        FileStatistics.of(groups));
  }

  private static void createDurably(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        force(parent);
      }
    }
  }

  /// Makes the names in a directory durable.
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
