package dev.hopwise.store.lake;

import java.util.List;

/// Rows that are stored together.
///
/// @param firstRow counted over the file
/// @param chunks one for each leaf column, in the order of the schema
record RowGroup(int firstRow, int rows, List<ColumnChunk> chunks) {
  RowGroup {
    chunks = List.copyOf(chunks);
  }

  int endRow() {
    return firstRow + rows;
  }
}
