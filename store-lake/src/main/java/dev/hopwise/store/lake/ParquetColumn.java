package dev.hopwise.store.lake;

/// A leaf column of a Parquet file.
///
/// @param index its place among the leaves
/// @param fieldId Iceberg's id, or −1
/// @param path dotted, from below the root
/// @param type the number of the format's `Type`
/// @param typeLength bytes of a value of type {@link #FIXED}
/// @param maxDefinition the definition level of a value that is there
/// @param maxRepetition how many repeated groups are around it
/// @param innermostRepeated the definition level from which on the innermost repeated group around
///   it has an element; 0 when there is none
record ParquetColumn(
    int index,
    int fieldId,
    String path,
    int type,
    int typeLength,
    int maxDefinition,
    int maxRepetition,
    int innermostRepeated) {

  static final int INT32 = 1;
  static final int INT64 = 2;

  /// Handled as a 64-bit number, its bits.
  static final int DOUBLE = 5;

  static final int BYTE_ARRAY = 6;
  static final int FIXED = 7;

  /// Whether its values are numbers, or doubles by their bits.
  boolean isNumber() {
    return type == INT32 || type == INT64 || type == DOUBLE;
  }
}
