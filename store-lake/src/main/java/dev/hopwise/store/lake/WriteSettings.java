package dev.hopwise.store.lake;

/// How files are laid out.
///
/// @param rowGroupRows rows of a row group
/// @param pageRows rows of a page, for all columns alike
/// @param dictionaryBytesMax a column whose dictionary would be larger goes without
/// @param zstdLevel 1 to 22
record WriteSettings(int rowGroupRows, int pageRows, int dictionaryBytesMax, int zstdLevel) {

  /// FORMAT.md section 1. Measured: smaller dictionaries and larger ones both make larger files,
  /// larger pages make a trace dearer to read.
  static final WriteSettings DEFAULT = new WriteSettings(131_072, 4_096, 1 << 20, 1);

  WriteSettings {
    if (rowGroupRows < 1 || pageRows < 1) {
      throw new IllegalArgumentException(
          "row groups of " + rowGroupRows + " rows, pages of " + pageRows);
    }
  }
}
