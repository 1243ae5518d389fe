package dev.hopwise.store.lake;

import dev.hopwise.store.lake.ColumnChunk.Bounds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What a Parquet file's footer tells (parquet.thrift of the Apache Parquet format,
/// `FileMetaData`).
///
/// It stays in memory for every open file, so it keeps only what reading needs, and files of the
/// same schema share it.
record ParquetFooter(List<ParquetColumn> columns, List<RowGroup> rowGroups, int rows) {

  private static final int MAGIC =
      ByteBuffer.wrap(new byte[] {'P', 'A', 'R', '1'}).order(ByteOrder.LITTLE_ENDIAN).getInt();

  /// The footer's length and the magic.
  private static final int TAIL_BYTES = 8;

  private static final int FOOTER_BYTES_MAX = 64 << 20;

  private static final AtomicReference<List<ParquetColumn>> LAST_SCHEMA =
      new AtomicReference<>(List.of());

  ParquetFooter {
    rowGroups = List.copyOf(rowGroups);
  }

  /// @throws CorruptFileException when the file is no Parquet file
  static ParquetFooter read(MappedFile file) {
    long size = file.size();
    if (size < TAIL_BYTES + Integer.BYTES) {
      throw new CorruptFileException(file.path(), 0, "too short for a Parquet file: " + size);
    }
    ByteBuffer tail = ByteBuffer.wrap(file.copy(size - TAIL_BYTES, TAIL_BYTES));
    int length = tail.order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (tail.getInt() != MAGIC) {
      throw new CorruptFileException(file.path(), size - 4, "does not end as Parquet files do");
    }
    long offset = size - TAIL_BYTES - length;
    if (length < 0 || length > FOOTER_BYTES_MAX || offset < 0) {
      throw new CorruptFileException(file.path(), size - TAIL_BYTES, "footer of " + length);
    }
    ThriftReader thrift = new ThriftReader(file.copy(offset, length), 0, length);
    try {
      return read(thrift);
    } catch (MalformedBytesException e) {
      throw new CorruptFileException(file.path(), offset + thrift.position(), "footer", e);
    }
  }

  private static ParquetFooter read(ThriftReader thrift) {
    List<ParquetColumn> columns = List.of();
    List<RowGroup> rowGroups = new ArrayList<>();
    int rows = 0;
    thrift.enter();
    while (thrift.nextField()) {
      switch (thrift.fieldId()) {
        case 2 -> columns = shared(ParquetSchemaReader.read(thrift));
        case 3 -> rows = thrift.size("the number of rows");
        case 4 -> readRowGroups(thrift, columns, rowGroups);
        default -> thrift.skip();
      }
    }
    thrift.leave();
    int counted = rowGroups.isEmpty() ? 0 : rowGroups.getLast().endRow();
    if (counted != rows) {
      throw new MalformedBytesException(rows + " rows, but " + counted + " in row groups");
    }
    return new ParquetFooter(columns, rowGroups, rows);
  }

  private static List<ParquetColumn> shared(List<ParquetColumn> schema) {
    List<ParquetColumn> last = LAST_SCHEMA.get();
    if (last.equals(schema)) {
      return last;
    }
    LAST_SCHEMA.set(schema);
    return schema;
  }

  private static void readRowGroups(
      ThriftReader thrift, List<ParquetColumn> columns, List<RowGroup> to) {
    int length = thrift.list(ThriftReader.STRUCT);
    for (int i = 0; i < length; i++) {
      int firstRow = to.isEmpty() ? 0 : to.getLast().endRow();
      to.add(rowGroup(thrift, columns, firstRow));
    }
  }

  private static RowGroup rowGroup(ThriftReader thrift, List<ParquetColumn> columns, int firstRow) {
    List<ColumnChunk> chunks = new ArrayList<>();
    int rows = 0;
    thrift.enter();
    while (thrift.nextField()) {
      switch (thrift.fieldId()) {
        case 1 -> {
          int length = thrift.list(ThriftReader.STRUCT);
          if (length != columns.size()) {
            throw new MalformedBytesException(length + " chunks of " + columns.size() + " columns");
          }
          for (ParquetColumn column : columns) {
            chunks.add(new ChunkReader(column).read(thrift));
          }
        }
        case 3 -> rows = thrift.size("the rows of a row group");
        default -> thrift.skip();
      }
    }
    thrift.leave();
    if (chunks.size() != columns.size() || rows > Integer.MAX_VALUE - firstRow) {
      throw new MalformedBytesException("a row group without columns or with too many rows");
    }
    return new RowGroup(firstRow, rows, chunks);
  }

  /// Reads one `ColumnChunk`.
  private static final class ChunkReader {
    private final ParquetColumn column;
    private int codec;
    private long values;
    private long nulls = -1;
    private long dataOffset;
    private long dictionaryOffset = -1;
    private long bytes;
    private byte[] lower = {};
    private byte[] upper = {};
    private long offsetIndexOffset = -1;
    private int offsetIndexLength;
    private long columnIndexOffset = -1;
    private int columnIndexLength;

    ChunkReader(ParquetColumn column) {
      this.column = column;
    }

    ColumnChunk read(ThriftReader thrift) {
      thrift.enter();
      while (thrift.nextField()) {
        switch (thrift.fieldId()) {
          case 1 -> throw new MalformedBytesException("columns in other files are not supported");
          case 3 -> readMetadata(thrift);
          case 4 -> offsetIndexOffset = thrift.integer();
          case 5 -> offsetIndexLength = thrift.size("the offset index's length");
          case 6 -> columnIndexOffset = thrift.integer();
          case 7 -> columnIndexLength = thrift.size("the column index's length");
          default -> thrift.skip();
        }
      }
      thrift.leave();
      return chunk();
    }

    private ColumnChunk chunk() {
      if (values < 0 || bytes < 0 || dataOffset < 0) {
        throw new MalformedBytesException("a negative size in column " + column.path());
      }
      return new ColumnChunk(
          column,
          codec,
          values,
          nulls,
          dataOffset,
          dictionaryOffset,
          bytes,
          bounds(),
          offsetIndexOffset,
          offsetIndexLength,
          columnIndexOffset,
          columnIndexLength);
    }

    private void readMetadata(ThriftReader thrift) {
      thrift.require(ThriftReader.STRUCT);
      thrift.enter();
      while (thrift.nextField()) {
        switch (thrift.fieldId()) {
          case 1 -> requireType(thrift.size("a type"));
          case 4 -> codec = thrift.size("a codec");
          case 5 -> values = thrift.integer();
          case 7 -> bytes = thrift.integer();
          case 9 -> dataOffset = thrift.integer();
          case 11 -> dictionaryOffset = thrift.integer();
          case 12 -> readStatistics(thrift);
          default -> thrift.skip();
        }
      }
      thrift.leave();
    }

    private void requireType(int type) {
      if (type != column.type()) {
        throw new MalformedBytesException(column.path() + " is of type " + type + " in a chunk");
      }
    }

    private void readStatistics(ThriftReader thrift) {
      thrift.require(ThriftReader.STRUCT);
      thrift.enter();
      while (thrift.nextField()) {
        switch (thrift.fieldId()) {
          case 3 -> nulls = thrift.integer();
          case 5 -> upper = thrift.binary();
          case 6 -> lower = thrift.binary();
          default -> thrift.skip();
        }
      }
      thrift.leave();
    }

    private @Nullable Bounds bounds() {
      if (!column.isNumber()
          || column.type() == ParquetColumn.DOUBLE
          || !isNumber(lower)
          || !isNumber(upper)) {
        return null;
      }
      return new Bounds(number(lower), number(upper));
    }

    private boolean isNumber(byte[] plain) {
      return plain.length == PlainNumbers.bytes(column.type());
    }

    private static long number(byte[] plain) {
      ByteBuffer bytes = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
      return plain.length == Integer.BYTES ? bytes.getInt() : bytes.getLong();
    }
  }
}
