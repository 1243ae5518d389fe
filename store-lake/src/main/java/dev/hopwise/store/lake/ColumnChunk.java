package dev.hopwise.store.lake;

import org.jspecify.annotations.Nullable;

/// A column's part of a row group, as the footer tells.
///
/// @param codec the number of the format's `CompressionCodec`
/// @param values slots, nulls included
/// @param nulls of them, −1 when not told
/// @param dictionaryOffset −1 when there is none
/// @param bytes compressed, headers included
/// @param bounds of a column of numbers, null when not told
/// @param offsetIndexOffset −1 when there is none
/// @param columnIndexOffset −1 when there is none
record ColumnChunk(
    ParquetColumn column,
    int codec,
    long values,
    long nulls,
    long dataOffset,
    long dictionaryOffset,
    long bytes,
    @Nullable Bounds bounds,
    long offsetIndexOffset,
    int offsetIndexLength,
    long columnIndexOffset,
    int columnIndexLength) {

  /// No value is less or greater.
  record Bounds(long least, long greatest) {}

  static final int UNCOMPRESSED = 0;
  static final int ZSTD = 6;

  /// Whether no value is there.
  boolean allNull() {
    return nulls == values;
  }

  /// Where its first page begins.
  long beginning() {
    return dictionaryOffset >= 0 ? Math.min(dictionaryOffset, dataOffset) : dataOffset;
  }
}
