package dev.hopwise.store.lake;

import java.util.List;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/// What stands behind the row groups of a Parquet file: column indexes, offset indexes and the
/// footer (parquet.thrift of the Apache Parquet format, whose field numbers these are).
final class FooterWriter {

  /// A row group as the footer tells of it.
  record RowGroup(long rows, List<WrittenChunk> chunks) {}

  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

  /// In the form that parquet-java asks for: without a version it ignores the statistics.
  private static final String CREATED_BY = "hopwise version 0.1.0";

  private static final int VERSION = 2;
  private static final int UUID_BYTES = 16;

  private static final int REQUIRED = 0;
  private static final int OPTIONAL = 1;
  private static final int REPEATED = 2;

  private static final int CODEC_UNCOMPRESSED = 0;
  private static final int CODEC_ZSTD = 6;

  private static final int UNORDERED = 0;
  private static final int ASCENDING = 1;

  /// Longer text bounds are shortened.
  private static final int TEXT_BOUND_BYTES = 64;

  /// Field numbers of LogicalType, and of ConvertedType for old readers.
  private static final int LOGICAL_STRING = 1;

  private static final int LOGICAL_MAP = 2;
  private static final int LOGICAL_LIST = 3;
  private static final int LOGICAL_TIMESTAMP = 8;
  private static final int LOGICAL_UUID = 14;
  private static final int CONVERTED_UTF8 = 0;
  private static final int CONVERTED_MAP = 1;
  private static final int CONVERTED_LIST = 3;
  private static final int CONVERTED_TIMESTAMP_MICROS = 10;

  private final ByteOutput out = new ByteOutput(1 << 14);
  private final ThriftWriter thrift = new ThriftWriter(out);
  private final FileOutput file;

  FooterWriter(FileOutput file) {
    this.file = file;
  }

  static void writeMagic(FileOutput file) {
    file.write(MAGIC, 0, MAGIC.length);
  }

  void write(List<RowGroup> groups) {
    for (RowGroup group : groups) {
      for (WrittenChunk chunk : group.chunks) {
        if (chunk.hasColumnIndex) {
          chunk.columnIndexOffset = file.position();
          columnIndex(chunk);
          chunk.columnIndexBytes = flush();
        }
      }
    }
    for (RowGroup group : groups) {
      for (WrittenChunk chunk : group.chunks) {
        chunk.offsetIndexOffset = file.position();
        offsetIndex(chunk);
        chunk.offsetIndexBytes = flush();
      }
    }
    metadata(groups);
    out.int32(out.size());
    out.raw(MAGIC, 0, MAGIC.length);
    flush();
  }

  private int flush() {
    int size = out.size();
    file.write(out);
    out.clear();
    return size;
  }

  private void columnIndex(WrittenChunk chunk) {
    int pages = chunk.pages.size();
    thrift.begin();
    thrift.list(1, ThriftWriter.BOOL_TRUE, pages);
    chunk.pages.forEach(page -> thrift.boolElement(page.empty()));
    thrift.list(2, ThriftWriter.BINARY, pages);
    chunk.pages.forEach(page -> boundElement(page.lower()));
    thrift.list(3, ThriftWriter.BINARY, pages);
    chunk.pages.forEach(page -> boundElement(page.upper()));
    thrift.i32(4, chunk.leaf.column() == LakeColumn.TRACE_ID ? ASCENDING : UNORDERED);
    thrift.list(5, ThriftWriter.I64, pages);
    chunk.pages.forEach(page -> thrift.intElement(page.nulls()));
    thrift.end();
  }

  private void boundElement(byte @Nullable [] bound) {
    thrift.binaryElement(bound == null ? new byte[0] : bound);
  }

  private void offsetIndex(WrittenChunk chunk) {
    thrift.begin();
    thrift.list(1, ThriftWriter.STRUCT, chunk.pages.size());
    for (WrittenPage page : chunk.pages) {
      thrift.begin();
      thrift.i64(1, page.offset());
      thrift.i32(2, page.bytes());
      thrift.i64(3, page.firstRow());
      thrift.end();
    }
    thrift.end();
  }

  private void metadata(List<RowGroup> groups) {
    List<NestedField> columns = LakeSchema.icebergSchema().columns();
    thrift.begin();
    thrift.i32(1, VERSION);
    thrift.list(2, ThriftWriter.STRUCT, 1 + columns.stream().mapToInt(FooterWriter::nodes).sum());
    group("table", -1, columns.size(), 0, 0, 0);
    columns.forEach(this::schema);
    thrift.i64(3, groups.stream().mapToLong(RowGroup::rows).sum());
    thrift.list(4, ThriftWriter.STRUCT, groups.size());
    for (int i = 0; i < groups.size(); i++) {
      rowGroup(groups.get(i), i);
    }
    thrift.text(6, CREATED_BY);
    columnOrders();
    thrift.end();
  }

  /// Every column is ordered as its type says.
  private void columnOrders() {
    thrift.list(7, ThriftWriter.STRUCT, LakeSchema.LEAVES.size());
    for (int i = 0; i < LakeSchema.LEAVES.size(); i++) {
      thrift.begin();
      thrift.beginStruct(1);
      thrift.end();
      thrift.end();
    }
  }

  private void rowGroup(RowGroup group, int ordinal) {
    thrift.begin();
    thrift.list(1, ThriftWriter.STRUCT, group.chunks.size());
    group.chunks.forEach(this::chunk);
    thrift.i64(2, group.chunks.stream().mapToLong(chunk -> chunk.plainBytes).sum());
    thrift.i64(3, group.rows);
    List<LakeColumn> sorting =
        List.of(LakeColumn.TRACE_ID, LakeColumn.START_TIME, LakeColumn.START_NANOS);
    thrift.list(4, ThriftWriter.STRUCT, sorting.size());
    for (LakeColumn column : sorting) {
      thrift.begin();
      thrift.i32(1, LakeSchema.LEAVES.indexOf(LakeSchema.leaf(column)));
      thrift.bool(2, false);
      thrift.bool(3, false);
      thrift.end();
    }
    thrift.i64(6, group.chunks.stream().mapToLong(chunk -> chunk.storedBytes).sum());
    thrift.i16(7, ordinal);
    thrift.end();
  }

  private void chunk(WrittenChunk chunk) {
    thrift.begin();
    thrift.i64(2, 0);
    thrift.beginStruct(3);
    columnMetadata(chunk);
    thrift.end();
    thrift.i64(4, chunk.offsetIndexOffset);
    thrift.i32(5, chunk.offsetIndexBytes);
    if (chunk.hasColumnIndex) {
      thrift.i64(6, chunk.columnIndexOffset);
      thrift.i32(7, chunk.columnIndexBytes);
    }
    thrift.end();
  }

  private void columnMetadata(WrittenChunk chunk) {
    boolean dictionary = chunk.dictionaryOffset != WrittenChunk.NOWHERE;
    thrift.i32(1, chunk.leaf.type().number());
    thrift.list(2, ThriftWriter.I32, dictionary ? 3 : 2);
    if (dictionary) {
      thrift.intElement(WrittenChunk.PLAIN);
    }
    thrift.intElement(WrittenChunk.RLE);
    thrift.intElement(chunk.encoding);
    thrift.list(3, ThriftWriter.BINARY, chunk.leaf.path().size());
    chunk.leaf.path().forEach(thrift::textElement);
    thrift.i32(4, chunk.compressed ? CODEC_ZSTD : CODEC_UNCOMPRESSED);
    thrift.i64(5, chunk.slots);
    thrift.i64(6, chunk.plainBytes);
    thrift.i64(7, chunk.storedBytes);
    thrift.i64(9, chunk.dataOffset);
    if (dictionary) {
      thrift.i64(11, chunk.dictionaryOffset);
    }
    thrift.beginStruct(12);
    statistics(chunk);
    thrift.end();
  }

  private void statistics(WrittenChunk chunk) {
    thrift.i64(3, chunk.nulls);
    byte[] lower = chunk.lower;
    byte[] upper = chunk.upper;
    if (lower == null || upper == null) {
      return;
    }
    boolean lowerExact = lower.length <= TEXT_BOUND_BYTES;
    boolean upperExact = upper.length <= TEXT_BOUND_BYTES;
    byte[] shortUpper = upperExact ? upper : TextBounds.upper(upper);
    if (shortUpper != null) {
      thrift.binary(5, shortUpper);
      thrift.binary(6, lowerExact ? lower : TextBounds.lower(lower));
      thrift.bool(7, upperExact);
      thrift.bool(8, lowerExact);
    }
  }

  /// How many schema elements a field takes.
  private static int nodes(NestedField field) {
    Type type = field.type();
    if (type.isPrimitiveType()) {
      return 1;
    }
    int inner = type.asNestedType().fields().stream().mapToInt(FooterWriter::nodes).sum();
    return type.isStructType() ? 1 + inner : 2 + inner;
  }

  private void schema(NestedField field) {
    int repetition = field.isOptional() ? OPTIONAL : REQUIRED;
    Type type = field.type();
    if (type.isPrimitiveType()) {
      leaf(field, repetition);
    } else if (type.isStructType()) {
      List<NestedField> fields = type.asStructType().fields();
      group(field.name(), repetition, fields.size(), field.fieldId(), -1, 0);
      fields.forEach(this::schema);
    } else {
      boolean map = type.isMapType();
      List<NestedField> fields = type.asNestedType().fields();
      group(
          field.name(),
          repetition,
          1,
          field.fieldId(),
          map ? CONVERTED_MAP : CONVERTED_LIST,
          map ? LOGICAL_MAP : LOGICAL_LIST);
      group(map ? "key_value" : "list", REPEATED, fields.size(), 0, -1, 0);
      fields.forEach(this::schema);
    }
  }

  /// @param repetition −1 for the root
  /// @param fieldId 0 for none
  /// @param converted −1 for none
  /// @param logical 0 for none
  private void group(
      String name, int repetition, int children, int fieldId, int converted, int logical) {
    thrift.begin();
    if (repetition >= 0) {
      thrift.i32(3, repetition);
    }
    thrift.text(4, name);
    thrift.i32(5, children);
    if (converted >= 0 && logical > 0) {
      thrift.i32(6, converted);
    }
    if (fieldId > 0) {
      thrift.i32(9, fieldId);
    }
    if (logical > 0) {
      logicalType(logical);
    }
    thrift.end();
  }

  private void leaf(NestedField field, int repetition) {
    LakeSchema.Physical physical = LakeSchema.physical(field.type());
    thrift.begin();
    thrift.i32(1, physical.number());
    if (physical == LakeSchema.Physical.FIXED_16) {
      thrift.i32(2, UUID_BYTES);
    }
    thrift.i32(3, repetition);
    thrift.text(4, field.name());
    switch (field.type().typeId()) {
      case STRING -> annotate(field, CONVERTED_UTF8, LOGICAL_STRING);
      case TIMESTAMP -> annotate(field, CONVERTED_TIMESTAMP_MICROS, LOGICAL_TIMESTAMP);
      case UUID -> annotate(field, -1, LOGICAL_UUID);
      default -> thrift.i32(9, field.fieldId());
    }
    thrift.end();
  }

  private void annotate(NestedField field, int converted, int logical) {
    if (converted >= 0) {
      thrift.i32(6, converted);
    }
    thrift.i32(9, field.fieldId());
    logicalType(logical);
  }

  private void logicalType(int logical) {
    thrift.beginStruct(10);
    thrift.beginStruct(logical);
    if (logical == LOGICAL_TIMESTAMP) {
      thrift.bool(1, true); // adjusted to UTC
      thrift.beginStruct(2);
      thrift.beginStruct(2); // of the units milliseconds, microseconds, nanoseconds
      thrift.end();
      thrift.end();
    }
    thrift.end();
    thrift.end();
  }
}
