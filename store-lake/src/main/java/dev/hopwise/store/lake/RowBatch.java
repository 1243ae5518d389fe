package dev.hopwise.store.lake;

import dev.hopwise.store.lake.LakeSchema.Leaf;
import org.jspecify.annotations.Nullable;

/// Rows of a file that are looked at together: within one row group, and within one page of every
/// column that takes part. Columns are read when they are first asked for.
///
/// Used by one thread, and closed by it.
final class RowBatch implements AutoCloseable {

  private final ParquetFile file;
  private final LakeColumns columns;
  private final ReaderPool pool;
  private final @Nullable ColumnReader[] readers = new ColumnReader[LakeColumns.FIELD_ID_MAX + 1];

  /// By field id: which row group a reader is turned to, and which batch it has selected.
  private final int[] openedGroup = new int[LakeColumns.FIELD_ID_MAX + 1];

  private final int[] selectedBatch = new int[LakeColumns.FIELD_ID_MAX + 1];
  private int group = -1;
  private int batch;
  private int from;
  private int to;

  RowBatch(ParquetFile file, LakeColumns columns, ReaderPool pool) {
    this.file = file;
    this.columns = columns;
    this.pool = pool;
  }

  /// Turns to a row group of the file.
  void openGroup(int index) {
    group = index;
  }

  RowGroup group() {
    return file.footer().rowGroups().get(group);
  }

  /// Turns to rows of the row group.
  void move(int fromRow, int toRow) {
    from = fromRow;
    to = toRow;
    batch++;
  }

  int from() {
    return from;
  }

  int rows() {
    return to - from;
  }

  /// The column's part of the row group, or null when no value is in it.
  @Nullable ColumnChunk chunk(Leaf leaf) {
    ParquetColumn column = columns.get(leaf);
    if (column == null) {
      return null;
    }
    ColumnChunk chunk = group().chunks().get(column.index());
    return chunk.allNull() ? null : chunk;
  }

  /// The column, turned to the row group, or null when no value is in it.
  @Nullable ColumnReader open(Leaf leaf) {
    ColumnChunk chunk = chunk(leaf);
    if (chunk == null) {
      return null;
    }
    int id = leaf.fieldId();
    ColumnReader reader = readers[id];
    if (reader == null) {
      reader = pool.take();
      readers[id] = reader;
      openedGroup[id] = -1;
    }
    if (openedGroup[id] != group) {
      openedGroup[id] = group;
      selectedBatch[id] = 0;
      reader.open(file.file(), group(), chunk.column());
    }
    return reader;
  }

  /// The column with the rows decoded, or null when no value is in the row group.
  @Nullable ColumnReader read(Leaf leaf) {
    ColumnReader reader = open(leaf);
    if (reader != null && selectedBatch[leaf.fieldId()] != batch) {
      selectedBatch[leaf.fieldId()] = batch;
      reader.select(from, to);
      reader.decode();
    }
    return reader;
  }

  /// As {@link #read}, for the values of a map whose keys were read.
  @Nullable ColumnReader readLike(Leaf leaf, ColumnReader keys) {
    ColumnReader reader = open(leaf);
    if (reader != null && selectedBatch[leaf.fieldId()] != batch) {
      selectedBatch[leaf.fieldId()] = batch;
      reader.selectLike(keys, from, to);
      reader.decode();
    }
    return reader;
  }

  /// As {@link #read}, of a column that is never null.
  ColumnReader required(Leaf leaf) {
    ColumnReader reader = read(leaf);
    if (reader == null) {
      throw new CorruptFileException(
          file.file().path(), 0, "column " + leaf.dottedPath() + " has no values");
    }
    return reader;
  }

  /// Decompressed bytes since the last call.
  long takeBytesRead() {
    long bytes = 0;
    for (ColumnReader reader : readers) {
      bytes += reader == null ? 0 : reader.takeBytesRead();
    }
    return bytes;
  }

  @Override
  public void close() {
    for (int i = 0; i < readers.length; i++) {
      ColumnReader reader = readers[i];
      if (reader != null) {
        readers[i] = null;
        pool.give(reader);
      }
    }
  }
}
