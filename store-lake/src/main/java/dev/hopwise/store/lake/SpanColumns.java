package dev.hopwise.store.lake;

import dev.hopwise.store.lake.LakeSchema.Leaf;
import org.jspecify.annotations.Nullable;

/// Cursors over all columns for a range of rows; a column that has no value in the row group is
/// left out and reads as null.
final class SpanColumns {

  private final @Nullable LeafCursor[] cursors = new LeafCursor[LakeColumns.FIELD_ID_MAX + 1];

  /// @param fromRow within the row group
  SpanColumns(
      ParquetFile file,
      LakeColumns columns,
      ReaderPool pool,
      RowGroup group,
      int fromRow,
      int toRow) {
    ColumnReader reader = pool.take();
    try {
      for (Leaf leaf : LakeSchema.LEAVES) {
        ParquetColumn column = columns.get(leaf);
        if (column != null && !group.chunks().get(column.index()).allNull()) {
          reader.open(file.file(), group, column);
          LeafCursor cursor = new LeafCursor(column);
          cursor.load(reader, fromRow, toRow);
          cursors[leaf.fieldId()] = cursor;
        }
      }
    } finally {
      pool.give(reader);
    }
  }

  @Nullable LeafCursor get(Leaf leaf) {
    return cursors[leaf.fieldId()];
  }

  LeafCursor required(Leaf leaf) {
    LeafCursor cursor = cursors[leaf.fieldId()];
    if (cursor == null) {
      throw new MalformedBytesException("column " + leaf.dottedPath() + " has no values");
    }
    return cursor;
  }

  @Nullable String text(Leaf leaf) {
    LeafCursor cursor = cursors[leaf.fieldId()];
    return cursor == null ? null : cursor.text();
  }

  String textOrEmpty(Leaf leaf) {
    String text = text(leaf);
    return text == null ? "" : text;
  }

  /// Absent numbers are zero.
  long number(Leaf leaf) {
    LeafCursor cursor = cursors[leaf.fieldId()];
    return cursor == null ? 0 : cursor.number(0);
  }

  int integer(Leaf leaf) {
    return (int) number(leaf);
  }
}
