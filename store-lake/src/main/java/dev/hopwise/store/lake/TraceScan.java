package dev.hopwise.store.lake;

import dev.hopwise.model.TraceId;
import dev.hopwise.store.lake.LakeSchema.Leaf;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds a trace by the column `trace_id` alone: when the index cannot be used, and to confirm what
/// it says.
final class TraceScan {

  private static final Leaf TRACE_ID = LakeSchema.leaf(LakeColumn.TRACE_ID);

  private TraceScan() {}

  /// The rows from the trace's first to its last, or null when it has none.
  static @Nullable RowRange find(
      ParquetFile file, LakeColumns columns, ReaderPool pool, TraceId id) {
    byte[] bytes = ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).array();
    int first = -1;
    int last = -1;
    try (RowBatch batch = new RowBatch(file, columns, pool)) {
      for (int i = 0; i < file.footer().rowGroups().size(); i++) {
        batch.openGroup(i);
        int[] bounds = FileSearch.bounds(batch, Set.of(TRACE_ID));
        for (int page = 0; page + 1 < bounds.length; page++) {
          batch.move(bounds[page], bounds[page + 1]);
          if (mayHold(batch, bytes)) {
            ColumnReader ids = batch.required(TRACE_ID);
            int offset = batch.group().firstRow() + batch.from();
            for (int row = 0; row < batch.rows(); row++) {
              if (ids.high(row) == id.high() && ids.low(row) == id.low()) {
                first = first < 0 ? offset + row : first;
                last = offset + row;
              }
            }
          }
        }
      }
    }
    return first < 0 ? null : new RowRange(first, last + 1);
  }

  /// Whether one of the rows of a row group is the trace's.
  static boolean holds(
      ParquetFile file,
      LakeColumns columns,
      ReaderPool pool,
      RowGroup group,
      int from,
      int to,
      TraceId id) {
    ColumnReader reader = pool.take();
    try {
      ParquetColumn column = columns.get(TRACE_ID);
      if (column == null) {
        throw new MalformedBytesException("no column of trace ids");
      }
      reader.open(file.file(), group, column);
      LeafCursor cursor = new LeafCursor(column);
      cursor.load(reader, from, to);
      long[] uuid = new long[2];
      for (int row = from; row < to; row++) {
        cursor.uuid(uuid);
        if (uuid[0] == id.high() && uuid[1] == id.low()) {
          return true;
        }
      }
      return false;
    } finally {
      pool.give(reader);
    }
  }

  private static boolean mayHold(RowBatch batch, byte[] id) {
    ColumnReader ids = batch.open(TRACE_ID);
    return ids != null && (!ids.hasIds(batch.from()) || ids.dictionary().find(id) >= 0);
  }
}
